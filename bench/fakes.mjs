import { createServer, request } from 'node:http';
import { startSimulator } from '../src/simulator/index.ts';

/** How long a session, and a partner's script, take to answer, in ms. */
const delay = 150;
const scripts = /\/(link-initialize|index)\.js$/;

/** Listens on a free port of this machine. */
export async function listen(answer) {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    origin: `http://localhost:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * The simulator's partners, each behind a proxy that delays its script.
 *
 * @returns {Promise<{ simulator: import('../src/simulator/index.ts').Simulator, late: (run: () => void) => void,
 *   setLate: (isLate: boolean) => void, close: () => Promise<void> }>}
 */
export async function startFakes() {
  let isLate = true;
  let simulator = null;
  const late = (run) => void setTimeout(run, isLate ? delay : 0);
  const proxy = (partner) =>
    listen((incoming, outgoing) => {
      const pass = () => {
        const { port } = new URL(simulator.partners[partner].origin);
        const { method, url, headers } = incoming;
        const onward = request({ host: '127.0.0.1', port, method, path: url, headers });
        incoming.pipe(onward);
        onward.on('response', (answer) => {
          outgoing.writeHead(answer.statusCode, answer.headers);
          answer.pipe(outgoing);
        });
        onward.on('error', () => outgoing.destroy());
      };
      if (scripts.test(new URL(incoming.url, 'http://localhost').pathname)) late(pass);
      else pass();
    });
  const names = ['plaid', 'checkout', 'mx'];
  const proxies = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await proxy(name)])));
  const partnerOrigins = Object.fromEntries(names.map((name) => [name, proxies[name].origin]));
  simulator = await startSimulator({ partnerOrigins });
  return {
    simulator,
    late,
    setLate: (wanted) => (isLate = wanted),
    close: async () => {
      for (const { close } of Object.values(proxies)) close();
      await simulator.close();
    },
  };
}
