/**
 * Next.js beside a simulated Dwolla: `node start.mjs start` serves what `next build` wrote, `node start.mjs dev` is the
 * development server. `PORT` chooses the port of the pages.
 */
import { startSimulator } from 'dwolla-exchange-link/simulator';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const { PORT = '3000' } = process.env;
const site = `http://localhost:${PORT}`;

const redirectUrls = [`${site}/linked/visa`, `${site}/linked/plaid`];
const simulator = await startSimulator({ visa: true, redirectUrls });
const customerId = randomUUID();
const fields = { type: 'unverified', firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' };
simulator.world.dwolla.customers.set(customerId, { id: customerId, createdAt: Date.now(), fields });

const next = fileURLToPath(new URL('node_modules/next/dist/bin/next', import.meta.url));
const server = spawn(
  process.execPath,
  [next, ...process.argv.slice(2), '--hostname', 'localhost', '--port', PORT],
  {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: 'inherit',
    env: {
      ...process.env,
      NEXT_TELEMETRY_DISABLED: '1',
      SITE: site,
      DWOLLA_URL: simulator.dwollaUrl,
      DWOLLA_KEY: simulator.key,
      DWOLLA_SECRET: simulator.secret,
      CUSTOMER_ID: customerId,
      // In a script element of the page, where "</script" would end it.
      ELEMENT_CONFIGURATION: JSON.stringify(simulator.elementConfiguration).replaceAll('<', '\\u003c'),
    },
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', async (code) => {
  await simulator.close();
  process.exitCode = code ?? 0;
});
