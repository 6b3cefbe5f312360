import { parseArgs } from 'node:util';
import { isScenarioName, scenarioNames } from './scenarios.js';
import { startSimulator } from './simulator.js';

/**
 * Runs the simulator alone: `npx tsx src/simulator/cli.ts --port 4010 --scenario success --redirect-url http://…/back`.
 * Prints where everything is, and stops on Ctrl+C.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    scenario: { type: 'string', default: 'manual' },
    'redirect-url': { type: 'string', multiple: true, default: [] },
    visa: { type: 'boolean', default: false },
    'documentation-examples': { type: 'boolean', default: false },
  },
});

if (!isScenarioName(values.scenario))
  throw new Error(`There is no scenario "${values.scenario}". There are: ${scenarioNames.join(', ')}.`);
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_529) throw new Error(`"${values.port}" is no port.`);

const simulator = await startSimulator({
  port,
  scenario: values.scenario,
  redirectUrls: values['redirect-url'],
  visa: values.visa,
  documentationExamples: values['documentation-examples'],
});

console.log(`Dwolla      ${simulator.dwollaUrl}   key ${simulator.key}, secret ${simulator.secret}`);
for (const [name, { origin }] of Object.entries(simulator.partners))
  console.log(`${name.padEnd(11)} ${origin}`);
console.log(`Switches    ${simulator.dwollaUrl}/simulator`);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void simulator.close();
  });
