#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { isPartnerName } from './partner-session.js';
import { isScenarioName, scenarioNames } from './scenarios.js';
import type { Simulator } from './simulator.js';
import { highestPort, startSimulator } from './simulator.js';

/**
 * The command `dwolla-exchange-link`: `npx dwolla-exchange-link simulator` runs the simulator alone, prints what a backend and
 * a page need to reach it, and stops on Ctrl+C.
 */
const usage = `Usage: dwolla-exchange-link simulator [options]

A simulated Dwolla with its exchange partners, on this machine only.

  --port <number>        Dwolla's port; the partners take those after it. Default: 4010; 0: free ports
  --scenario <name>      how sessions go: ${scenarioNames.join(', ')}. Default: manual
  --redirect-url <url>   registered at Dwolla, for Visa and Plaid; may be given several times
  --webhook-url <url>    on this machine; receives webhooks signed with --webhook-secret
  --webhook-secret <s>   Default: simulated-webhook-secret
  --visa                 lists Visa among the exchange partners (Dwolla's own client refuses such a list)
  --documentation-examples
                         knows the ids and tokens that Dwolla's API reference prints
  --json                 prints one line of JSON instead of text to paste
  --help                 prints this
`;

/** A wrong argument: the message is for whoever typed it, without a stack. */
class UsageError extends Error {}

function readArguments(given: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '4010' },
      scenario: { type: 'string', default: 'manual' },
      'redirect-url': { type: 'string', multiple: true, default: [] },
      'webhook-url': { type: 'string' },
      'webhook-secret': { type: 'string', default: 'simulated-webhook-secret' },
      visa: { type: 'boolean', default: false },
      'documentation-examples': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (!values.help && (positionals.length !== 1 || positionals[0] !== 'simulator'))
    throw new UsageError(`The command is "simulator", not "${positionals.join(' ')}".`);
  const { scenario } = values;
  if (!isScenarioName(scenario))
    throw new UsageError(`There is no scenario "${scenario}". There are: ${scenarioNames.join(', ')}.`);
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > highestPort) throw new UsageError(`"${values.port}" is no port.`);
  return { ...values, scenario, port };
}

async function main(): Promise<void> {
  const given = readArguments(process.argv.slice(2));
  if (given.help) {
    console.log(usage);
    return;
  }
  const webhookUrl = given['webhook-url'];
  const simulator = await startSimulator({
    port: given.port,
    scenario: given.scenario,
    redirectUrls: given['redirect-url'],
    visa: given.visa,
    documentationExamples: given['documentation-examples'],
    ...(webhookUrl === undefined
      ? {}
      : { webhookSubscriptions: [{ url: webhookUrl, secret: given['webhook-secret'] }] }),
  });
  const customerId = addCustomer(simulator);
  // Before anything is printed: a script may stop it as soon as it has read the line.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void simulator.close());
  console.log(given.json ? JSON.stringify(asJson(simulator, customerId)) : asText(simulator, customerId));
}

/** A customer to begin with: `authorize` has to answer one. */
function addCustomer({ world }: Simulator): string {
  const id = world.newId();
  const fields = {
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'ada@example.com',
    type: 'unverified',
    status: 'unverified',
  };
  world.dwolla.customers.set(id, { id, createdAt: world.now(), fields });
  return id;
}

function asJson(simulator: Simulator, customerId: string): Record<string, unknown> {
  const { dwollaUrl, key, secret, checkoutPublicKey, elementConfiguration } = simulator;
  const accesses = Object.fromEntries(Object.entries(simulator).filter(([name]) => isPartnerName(name)));
  return {
    dwollaUrl,
    controlUrl: `${dwollaUrl}/simulator`,
    key,
    secret,
    customerId,
    checkoutPublicKey,
    elementConfiguration,
    partners: simulator.partners,
    ...accesses,
  };
}

function asText(simulator: Simulator, customerId: string): string {
  const { dwollaUrl, key, secret, checkoutPublicKey, elementConfiguration, partners } = simulator;
  return `A simulated Dwolla is running. Stop it with Ctrl+C.

Dwolla       ${dwollaUrl}
Key          ${key}
Secret       ${secret}
Customer     ${customerId}
${Object.entries(partners)
  .map(([name, { origin }]) => `${name.padEnd(13)}${origin}`)
  .join('\n')}
Switches     ${dwollaUrl}/simulator

Your backend:

createExchangeHandler({
  serverUrl: '${dwollaUrl}',
  key: '${key}',
  secret: '${secret}',
  basePath: '/api/dwolla',
  authorize: () => ({ customerId: '${customerId}' }),
});

Your page, before the element starts (Checkout.com needs checkout-public-key="${checkoutPublicKey}"):

DwollaExchangeLink.configure(${JSON.stringify(elementConfiguration, null, 2)});`;
}

main().catch((error: unknown) => {
  const isUsage =
    error instanceof UsageError ||
    (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  console.error(error instanceof Error ? error.message : error);
  if (isUsage) console.error(`\n${usage}`);
  process.exitCode = 1;
});
