// `npm run bench:server`: the kit beside the plainest handler that makes the same calls, in front of a Dwolla that takes 50 ms
// for each. Everything is on the loopback interface, in a process of its own, and bounded: 20,000 requests, 50 at a time.
import { spawn } from 'node:child_process';
import { Agent, get } from 'node:http';
import { availableParallelism, loadavg } from 'node:os';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withServerSection } from './server-report.mjs';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    concurrent: { type: 'string', default: '50' },
    // Looks at it without writing docs/benchmarks.md.
    'dry-run': { type: 'boolean', default: false },
  },
});
const requests = Number(values.requests);
const concurrent = Number(values.concurrent);
const warmUp = Math.min(1000, requests);
const rounds = 10;
const longest = 300_000; // ms for one round

/** Starts a process of `server-parts.mjs`; it answers messages and says its port first. */
function start(part, environment = {}) {
  const child = spawn(
    process.execPath,
    ['--expose-gc', fileURLToPath(new URL('server-parts.mjs', import.meta.url)), part],
    {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  const message = () => new Promise((resolve) => child.once('message', resolve));
  return {
    ready: message(),
    ask: (question) => {
      const answer = message();
      child.send(question);
      return answer;
    },
    stop: () => child.kill(),
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: concurrent });

function request(port) {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const options = { agent, host: '127.0.0.1', port, path: '/api/session?partner=plaid', timeout: 30_000 };
    get(options, (answer) => {
      answer
        .resume()
        .on('end', () => resolve({ status: answer.statusCode, time: performance.now() - begin }));
    }).on('error', reject);
  });
}

/** Sends a number of requests, so many at a time; the times of all, sorted, and how many were not 200. */
async function load(port, count) {
  const end = Date.now() + longest;
  const times = [];
  let left = count;
  let errors = 0;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      if (Date.now() > end) throw new Error('This takes too long.');
      const { status, time } = await request(port);
      times.push(time);
      if (status !== 200) errors += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrent }, worker));
  return { times: times.sort((a, b) => a - b), errors };
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

const busyBefore = loadavg()[0];
const dwolla = start('dwolla');
const { port: dwollaPort } = await dwolla.ready;
const results = [];
const servers = [];
try {
  const contestants = [];
  for (const name of ['plain', 'kit']) {
    const server = start(name, { DWOLLA: `http://127.0.0.1:${dwollaPort}` });
    servers.push(server);
    const { port } = await server.ready;
    await load(port, warmUp);
    contestants.push({ name, server, port, before: await server.ask('reset'), times: [], errors: 0 });
  }
  // In turns: what else the machine does falls on both.
  for (let round = 0; round < rounds; round += 1)
    for (const one of contestants) {
      const { times, errors } = await load(one.port, requests / rounds);
      one.times.push(...times);
      one.errors += errors;
    }
  for (const { name, server, times, errors, before } of contestants) {
    const after = await server.ask('measure');
    times.sort((a, b) => a - b);
    const result = {
      name,
      p50: quantile(times, 0.5),
      p99: quantile(times, 0.99),
      errors,
      rss: after.rss,
      growth: after.heap - before.heap,
      delay: after.delay,
    };
    results.push(result);
    console.log(JSON.stringify(result));
  }
} finally {
  for (const server of servers) server.stop();
  dwolla.stop();
  agent.destroy();
}

const page = new URL('../docs/benchmarks.md', import.meta.url);
const section = {
  results,
  requests,
  concurrent,
  processors: availableParallelism(),
  load: busyBefore,
  date: new Date().toISOString().slice(0, 10),
};
if (!values['dry-run']) writeFileSync(page, withServerSection(readFileSync(page, 'utf8'), section));
if (results.some(({ errors }) => errors > 0)) process.exitCode = 1;
