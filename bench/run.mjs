/**
 * `npm run bench`: the element beside what a user would pick instead, on one kind of page, against the same simulated
 * partners, in one run. Prints its part of docs/benchmarks.md and writes it there.
 */
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

const quiet = 0.5; // load average

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    /** How often the element is mounted and removed before its memory is looked at, and how often a peer is. */
    cycles: { type: 'string', default: '1000' },
    'peer-cycles': { type: 'string', default: '300' },
    /** Runs on a machine that does other work, and says so on the page. */
    busy: { type: 'boolean', default: false },
    /** Leaves docs/benchmarks.md as it is. */
    'dry-run': { type: 'boolean', default: false },
    /** Prints from when to when each request of one opening went. */
    waterfall: { type: 'boolean', default: false },
  },
});

const [load] = loadavg();
if (load > quiet && !values.busy) {
  console.error(
    `The load average is ${load.toFixed(2)}: this machine does other work, and times from it mean little.\n` +
      `Wait until it is at most ${quiet}, or run "npm run bench -- --busy", which marks the table.`,
  );
  process.exit(1);
}

const run = (command) =>
  execFileSync('npm', command, { stdio: 'inherit', shell: process.platform === 'win32' });
run(['ci', '--prefix', 'bench', '--ignore-scripts', '--no-audit', '--no-fund', '--silent']);
run(['run', '--silent', 'build']);
// These import what was just installed and built.
const { runAll } = await import('./all.mjs');
await runAll({
  rounds: Number(values.rounds),
  cycles: { own: Number(values.cycles), peers: Number(values['peer-cycles']) },
  load,
  isBusy: load > quiet,
  isWritten: !values['dry-run'],
  showsWaterfall: values.waterfall,
});
