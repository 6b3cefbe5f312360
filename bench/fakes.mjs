import { request } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createGzip } from 'node:zlib';
import { generate } from 'selfsigned';
import { startSimulator } from '../src/simulator/index.ts';
import { stubs } from '../test/support/stopwatch-site.ts';

const scripts = /\/(link-initialize|index)\.js$/;

/** Where each partner is in production. Chromium asks these addresses; they are answered on this machine. */
const partnerOrigins = {
  plaid: 'https://cdn.plaid.com',
  checkout: 'https://checkout-web-components.checkout.com',
  mx: 'https://int-widgets.moneydesktop.com',
};

/** Lets a server listen on a free port of this machine. */
export async function listen(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Sends a request on to a server of this machine, and its answer back, compressed where the partners do so. */
function passOn(incoming, outgoing, origin, isCompressed) {
  const { host, port } = new URL(origin);
  const { method, url, headers } = incoming;
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers: { ...headers, host } });
  incoming.pipe(onward);
  onward.on('response', (answer) => {
    const sent = { ...answer.headers };
    if (isCompressed) {
      delete sent['content-length'];
      sent['content-encoding'] = 'gzip';
    }
    outgoing.writeHead(answer.statusCode, sent);
    if (isCompressed) answer.pipe(createGzip({ level: 9 })).pipe(outgoing);
    else answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
}

/**
 * The simulator's partners at their production addresses, with a delay before each script.
 *
 * @returns {Promise<{ simulator: import('../src/simulator/index.ts').Simulator, times: { session: number, script: number },
 *   useStubs: (isStubbed: boolean) => void, browserArguments: readonly string[], close: () => Promise<void> }>} `times`:
 *   how long session and script take, in ms, to be set; `useStubs`: whether scripts only call the page's `asked()`
 */
export async function startFakes() {
  const times = { session: 0, script: 0 };
  let isStubbed = false;
  const simulator = await startSimulator({ partnerOrigins });
  const hosts = new Map(
    Object.entries(partnerOrigins).map(([partner, origin]) => [new URL(origin).host, partner]),
  );
  const answer = (incoming, outgoing) => {
    const partner = hosts.get(incoming.headers.host);
    if (!partner) return outgoing.writeHead(421).end();
    const isScript = scripts.test(new URL(incoming.url, 'http://localhost').pathname);
    const pass = () => passOn(incoming, outgoing, simulator.partners[partner].origin, isScript);
    if (!isScript) return pass();
    const send = () =>
      isStubbed
        ? outgoing
            .writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'no-store' })
            .end(stubs[partner])
        : pass();
    return setTimeout(send, times.script);
  };
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'simulated partners' }]);
  const server = await listen(createSecureServer({ key, cert }, answer));
  const rules = [
    ...[...hosts.keys()].map((host) => `MAP ${host} 127.0.0.1:${server.port}`),
    // Nothing leaves this machine.
    'MAP * ~NOTFOUND',
    'EXCLUDE localhost',
  ];
  return {
    simulator,
    times,
    useStubs: (wanted) => (isStubbed = wanted),
    browserArguments: [`--host-resolver-rules=${rules.join(', ')}`, '--ignore-certificate-errors'],
    close: async () => {
      server.close();
      await simulator.close();
    },
  };
}
