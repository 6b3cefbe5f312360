import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { mintSession } from '../test/support/simulated-sessions.ts';
import { listen } from './fakes.mjs';

const built = new URL('../dist/', import.meta.url);
const frameNeeds = '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">';

/** What runs in every page, the element's included: `mount(place)` puts the thing in and gives what takes it out. */
const start = (isCycling) =>
  isCycling ? 'window.isReady = true;' : "window.mount(document.querySelector('#place'));";

const elementMount = (partner, attributes, { elementConfiguration, checkoutPublicKey }) => `
  const Link = customElements.get('dwolla-exchange-link');
  Link.configure(${JSON.stringify(elementConfiguration)});
  const template = document.createElement('template');
  template.innerHTML = \`<dwolla-exchange-link session-url="/session?partner=${partner}" timeout="60000"
    checkout-public-key="${checkoutPublicKey}" ${attributes}></dwolla-exchange-link>\`;
  window.mount = (place) => {
    const link = document.importNode(template.content, true).firstElementChild;
    place.append(link);
    return () => link.remove();
  };`;

/**
 * A platform's site: one page for each contestant, all of the same kind, its scripts compressed.
 *
 * @param {Awaited<ReturnType<typeof import('./fakes.mjs').startFakes>>} fakes
 * @param {ReadonlyMap<string, string>} bundles scripts by the name of their page
 */
export async function startSite({ simulator, late }, bundles) {
  /** Bytes of scripts sent, compressed, since they were asked for last. */
  let sent = 0;
  const script = (response, content) => {
    const body = gzipSync(content, { level: 9 });
    sent += body.length;
    response
      .writeHead(200, {
        'content-type': 'text/javascript; charset=utf-8',
        'content-encoding': 'gzip',
        'cache-control': 'no-store',
      })
      .end(body);
  };
  const html = ({ page, partner, attributes, isCycling }) => {
    const src = page ? `/bundles/${page}.js` : '/element/dwolla-exchange-link.js';
    const mount = page ? '' : elementMount(partner, attributes, simulator);
    return `<!doctype html><html lang="en"><head><meta charset="utf-8">${frameNeeds}<title>A platform</title>
      <script>window.benchPublicKey = ${JSON.stringify(simulator.checkoutPublicKey)};</script>
      <script type="module" src="${src}"></script></head>
      <body><main><h1>Link your bank</h1><div id="place"></div></main>
      <script type="module">${mount}${start(isCycling)}</script></body></html>`;
  };
  const site = await listen((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    if (pathname === '/session')
      late(() =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
          .end(JSON.stringify(mintSession(simulator, searchParams.get('partner')))),
      );
    else if (pathname.startsWith('/element/'))
      script(response, readFileSync(new URL(pathname.slice('/element/'.length), built)));
    else if (pathname.startsWith('/bundles/')) script(response, bundles.get(pathname.slice(9, -3)));
    else if (pathname === '/')
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
        .end(html(JSON.parse(searchParams.get('contestant'))));
    else response.writeHead(404).end();
  });
  return {
    close: site.close,
    address: (contestant) => `${site.origin}/?contestant=${encodeURIComponent(JSON.stringify(contestant))}`,
    takeSent: () => {
      const bytes = sent;
      sent = 0;
      return bytes;
    },
  };
}
