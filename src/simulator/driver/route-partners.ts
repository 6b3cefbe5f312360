import type { BrowserContext, Page, Request, Route } from '@playwright/test';
import type { PartnerName } from '../partner-session.js';
import type { RunningSimulator } from './running-simulator.js';

/** The partners' production hosts. */
const partnerHosts: Readonly<Record<PartnerName, RegExp>> = {
  plaid: /^cdn\.plaid\.com$/,
  checkout: /^checkout-web-components\.checkout\.com$/,
  mx: /^(?:(?:int-)?widgets\.moneydesktop\.com|www\.mx\.com)$/,
  visa: /^link\.(?:visa|tink)\.com$/,
  flinks: /^[\w-]+-iframe\.private\.fin\.ag$/,
  mastercard: /^(?:connect2?\.finicity\.com|connect2\.openbanking\.mastercard\.com)$/,
};
/** Dwolla's production and sandbox hosts, of which a browser sees Visa's return only. */
const dwollaHost = /^api(?:-sandbox|-uat)?\.dwolla\.com$/;
const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\]|[\w.-]+\.localhost)$/;

/**
 * Answers the partners' production origins from a running simulator, so that a page can be tested with the URLs it will
 * have in production. Whatever else is not on the loopback interface is aborted: nothing reaches the network.
 * Give the context rather than a page where partners open windows: a page's routes do not cover its popups.
 */
export async function routePartners(
  target: Page | BrowserContext,
  simulator: RunningSimulator,
): Promise<void> {
  await target.route(
    (url) => /^https?:$/.test(url.protocol) && !loopbackHost.test(url.hostname),
    async (route, request) => {
      const served = servedAt(new URL(request.url()), simulator);
      // A frame that is gone meanwhile needs no answer.
      if (served === null) await route.abort('blockedbyclient').catch(() => undefined);
      else await answerFrom(served, route, request);
    },
  );
}

/** Where the simulator serves what a production URL stands for, or null. */
function servedAt(url: URL, simulator: RunningSimulator): string | null {
  // The query goes on as it was written: what is sent must be what was minted.
  const rest = url.href.slice(url.origin.length);
  if (url.protocol !== 'https:' || url.port !== '') return null;
  if (dwollaHost.test(url.hostname))
    return url.pathname === '/redirect/tink' ? simulator.dwollaUrl + rest : null;
  for (const [name, host] of Object.entries(partnerHosts))
    // The table's keys are the partners' names.
    if (host.test(url.hostname)) return simulator.partners[name as PartnerName].origin + rest;
  return null;
}

async function answerFrom(address: string, route: Route, request: Request): Promise<void> {
  const method = request.method();
  const body = request.postDataBuffer();
  try {
    const answer = await fetch(address, {
      method,
      redirect: 'manual',
      headers: forwarded(await request.allHeaders()),
      ...(body === null ? {} : { body: new Uint8Array(body) }),
    });
    await fulfil(answer, route, request);
  } catch {
    // The simulator has ended, or the page has: either way there is nobody to answer.
    await route.abort('connectionrefused').catch(() => undefined);
  }
}

async function fulfil(answer: Response, route: Route, request: Request): Promise<void> {
  const location = answer.headers.get('location');
  if (location !== null && answer.status >= 300 && answer.status < 400 && request.isNavigationRequest()) {
    // Chromium does not follow a redirect that a test answers with.
    await route.fulfill({ contentType: 'text/html', body: hopTo(location) });
    return;
  }
  // What fetch has unpacked already must not be announced as packed.
  const headers = Object.fromEntries(answer.headers);
  delete headers['content-encoding'];
  delete headers['content-length'];
  delete headers['transfer-encoding'];
  await route.fulfill({
    status: answer.status,
    headers,
    body: Buffer.from(await answer.arrayBuffer()),
  });
}

function hopTo(location: string): string {
  return `<!doctype html><title>…</title><script>location.replace(${JSON.stringify(location).replaceAll('<', '\\u003c')})</script>`;
}

/** The request's headers without those that belong to the connection. */
function forwarded(headers: Readonly<Record<string, string>>): Record<string, string> {
  const dropped = /^(?::|host$|connection$|content-length$|accept-encoding$)/i;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.test(name)));
}
