import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { mintSession } from '../test/support/simulated-sessions.ts';
import { listen } from './fakes.mjs';

const built = new URL('../dist/', import.meta.url);
const frameNeeds = '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">';
const elementUrl = '/element/dwolla-exchange-link.js';

const sessionUrl = ({ partner, isHinted }) =>
  isHinted ? `/session?partner=${partner}` : `/session/${partner}`;

const tag = (contestant, publicKey) =>
  `<dwolla-exchange-link session-url="${sessionUrl(contestant)}" checkout-public-key="${publicKey}"></dwolla-exchange-link>`;

/** `mount(place)` puts a contestant in, and gives what takes it out. Peers' pages have one of their own. */
const mountElement = (html) => `
  await customElements.whenDefined('dwolla-exchange-link');
  const template = document.createElement('template');
  template.innerHTML = ${JSON.stringify(html)};
  window.mount = (place) => {
    const link = document.importNode(template.content, true).firstElementChild;
    place.append(link);
    return () => link.remove();
  };`;

const moduleScript = (code) => `<script type="module">${code}</script>`;

/** Which script a page is about, and what its body has of it. `isCycling`: it waits to be told what to do. */
function partsOf(contestant, publicKey, preloadTags) {
  const { page, partner, hasPreload, isAutoloaded, isCycling, isEmpty } = contestant;
  const ready = 'window.isReady = true;';
  if (page)
    return {
      src: `/bundles/${page}.js`,
      body:
        '<div id="place"></div>' +
        moduleScript(isCycling ? ready : "window.mount(document.querySelector('#place'));"),
    };
  const html = tag(contestant, publicKey);
  return {
    head: hasPreload ? preloadTags({ sessionUrl: sessionUrl(contestant), elementUrl, partner }) : '',
    src: isAutoloaded ? '/element/autoload.js' : elementUrl,
    body: isCycling
      ? `<div id="place"></div>${moduleScript(mountElement(html) + ready)}`
      : isEmpty
        ? ''
        : html,
  };
}

/**
 * A platform's site: one page for each contestant, all of the same kind, its scripts compressed.
 *
 * @param {Awaited<ReturnType<typeof import('./fakes.mjs').startFakes>>} fakes
 * @param {ReadonlyMap<string, string>} bundles scripts by the name of their page
 */
export async function startSite({ simulator, times }, bundles) {
  // Only the build knows the names of the chunks.
  const { preloadTags } = await import(new URL('server/index.js', built));
  const compressed = new Map();
  /** Bytes of scripts sent, compressed, since they were asked for last. */
  let sent = 0;
  const script = (response, name, read) => {
    if (!compressed.has(name)) compressed.set(name, gzipSync(read(), { level: 9 }));
    const body = compressed.get(name);
    sent += body.length;
    response
      .writeHead(200, {
        'content-type': 'text/javascript; charset=utf-8',
        'content-encoding': 'gzip',
        'cache-control': 'no-store',
      })
      .end(body);
  };
  const html = (contestant) => {
    const { head = '', src, body } = partsOf(contestant, simulator.checkoutPublicKey, preloadTags);
    const heading = contestant.isBare ? '' : '<h1>Link your bank</h1>';
    return `<!doctype html><html lang="en"><head><meta charset="utf-8">${frameNeeds}<title>A platform</title>
      ${head}
      <script>
        window.benchPublicKey = ${JSON.stringify(simulator.checkoutPublicKey)};
        ${contestant.script ?? ''}
      </script>
      <script type="module" src="${src}"></script></head>
      <body><main>${heading}${body}</main></body></html>`;
  };
  const answer = (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const [, folder, name] = /^\/(\w*)(?:\/(.*))?$/.exec(pathname) ?? [];
    if (folder === 'session')
      setTimeout(() => {
        response
          .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
          .end(JSON.stringify(mintSession(simulator, name ?? searchParams.get('partner'))));
      }, times.session);
    else if (folder === 'element') script(response, pathname, () => readFileSync(new URL(name, built)));
    else if (folder === 'bundles') script(response, pathname, () => bundles.get(name.slice(0, -3)));
    else if (pathname === '/nothing')
      setTimeout(() => response.writeHead(204).end(), Number(searchParams.get('time')));
    else if (pathname === '/')
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
        .end(html(JSON.parse(searchParams.get('contestant'))));
    else response.writeHead(404).end();
  };
  const { port, close } = await listen(createServer(answer));
  return {
    close,
    address: (contestant) =>
      `http://localhost:${port}/?contestant=${encodeURIComponent(JSON.stringify(contestant))}`,
    takeSent: () => {
      const bytes = sent;
      sent = 0;
      return bytes;
    },
  };
}
