import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import type { Answer, HostSite } from './host-site.js';
import { sessionBodies, type SessionBody } from './session-bodies.js';

/** The partners that have a script of their own, and so two things to wait for. */
export type ScriptedPartner = 'plaid' | 'checkout';

/** How long the session and the partner's script take each on a quiet machine, in ms. */
export const quietDelay = 150;

/** Partner scripts that tell the page's `asked()` when their UI is asked for, and show nothing. */
export const stubs: Readonly<Record<ScriptedPartner, string>> = {
  plaid: 'window.Plaid = { create: () => ({ open: () => window.asked(), exit() {}, destroy() {} }) };',
  checkout: `window.CheckoutWebComponents = async () => {
    window.asked();
    return { create: () => ({ isAvailable: async () => true, mount() {}, unmount() {} }) };
  };`,
};

/** A body, made anew for every request, after a delay in ms. */
const late = (delay: number, type: string, body: () => string): Answer => {
  const headers = { 'content-type': type, 'cache-control': 'no-store' };
  return (_request, response) => void setTimeout(() => response.writeHead(200, headers).end(body()), delay);
};

let tokens = 0;

/** No two are the same: a session is for one use. */
const newSession = (partner: ScriptedPartner): SessionBody =>
  partner === 'plaid'
    ? { ...sessionBodies.plaid, externalProviderSessionToken: `link-sandbox-${++tokens}` }
    : sessionBodies.checkout;

/**
 * A page that measures for itself, in ms of its own clock:
 * `floor(side)`: how long both waits take here when nothing else is done, side by side or one after the other;
 * `trip()`: how long two such requests take side by side that are answered at once;
 * `timeUntilAsked(attributes)`: from the insertion of an element until the partner's UI is asked for.
 * @param scriptOrigin where the partner's script is, if not on the site itself
 * @param delay how long the session and the partner's script take each, in ms
 */
export function addStopwatchPage(
  site: HostSite,
  partner: ScriptedPartner,
  { scriptOrigin = site.origin, head = '', delay = quietDelay } = {},
): string {
  const file = `${site.cdnOrigin}/dwolla-exchange-link.js`;
  site.answer(
    '/session',
    late(delay, 'application/json', () => JSON.stringify(newSession(partner))),
  );
  site.answer(
    '/partner.js',
    late(delay, 'text/javascript', () => stubs[partner]),
  );
  site.answer(
    '/nothing.js',
    late(delay, 'text/javascript', () => ''),
  );
  site.answer(
    '/session-at-once',
    late(0, 'application/json', () => JSON.stringify(newSession(partner))),
  );
  site.answer(
    '/nothing-at-once.js',
    late(0, 'text/javascript', () => ''),
  );
  return site.addPage('/', {
    head: `${head}<script type="module" src="${file}"></script>`,
    body: '',
    script: `
      const Link = customElements.get('dwolla-exchange-link');
      Link.configure({ partners: { ${partner}: { scriptUrl: '${scriptOrigin}/partner.js' } } });
      const session = async (url = '/session') => (await fetch(url)).json();
      const script = (url = '/nothing.js') => new Promise((resolve) => {
        const tag = document.createElement('script');
        tag.onload = resolve;
        tag.src = url;
        document.head.append(tag);
      });
      const stopwatch = async (run) => {
        const start = performance.now();
        await run();
        return performance.now() - start;
      };
      Object.assign(window, {
        floor: (side) =>
          stopwatch(() => side ? Promise.all([session(), script()]) : session().then(() => script())),
        trip: () => stopwatch(() => Promise.all([session('/session-at-once'), script('/nothing-at-once.js')])),
        timeUntilAsked: (attributes) =>
          stopwatch(() => new Promise((resolve) => {
            window.asked = resolve;
            const link = document.createElement('dwolla-exchange-link');
            for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value);
            document.body.append(link);
          })),
      });`,
  });
}

/** What {@link addStopwatchPage} puts on the window of its page. */
export interface StopwatchWindow {
  readonly floor: (side: boolean) => Promise<number>;
  readonly trip: () => Promise<number>;
  readonly timeUntilAsked: (attributes: Readonly<Record<string, string>>) => Promise<number>;
}

/** A server to which every new connection takes a while, as one over a long way does. Gives its origin. */
export async function listenFarAway(
  answer: RequestListener,
  handshake: number,
): Promise<{ readonly origin: string; readonly close: () => void }> {
  const server = createServer(answer);
  const proxy = createTcpServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => undefined);
    setTimeout(() => {
      server.emit('connection', socket);
      socket.resume();
    }, handshake);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      proxy.close();
      server.closeAllConnections();
    },
  };
}
