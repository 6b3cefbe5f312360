import type { Browser, BrowserContext, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { chromiumLaunchOptions } from '../../../../scripts/engines.mjs';
import { serveOnLoopback } from '../../../../src/simulator/loopback-server.js';
import type { PartnerName, ScenarioName, Simulator } from '../../../../src/simulator/index.js';
import { startSimulator } from '../../../../src/simulator/index.js';

/** One message that the host's page got. */
export interface ReceivedMessage {
  readonly data: unknown;
  readonly origin: string;
  /** It came from the partner's own frame, not from another window of the same origin. */
  readonly isFromFrame: boolean;
}

/** What a page on the site is. */
export interface HostPage {
  readonly html: string;
  readonly headers?: Record<string, string>;
}

const owner = { type: 'customer', id: 'a-customer' } as const;

/** Records every message to a page, before anything on it can speak, and can say whether something was among it. */
const recorder = `<script>
  window.received = [];
  addEventListener('message', ({ data, origin, source }) => {
    const frame = document.querySelector('iframe.partner');
    received.push({ data, origin, isFromFrame: frame !== null && source === frame.contentWindow });
  });
  window.hasReceived = (wanted) => received.some(({ data }) => {
    let message = data;
    try { if (typeof data === 'string') message = JSON.parse(data); } catch { /* Not JSON: not what is looked for. */ }
    return Object.entries(wanted).every(([name, value]) => message?.[name] === value);
  });
</script>`;

/** A simulator, a browser, and a site (on another host name than the partners) that embeds them rightly. */
export class EmbeddingSite {
  readonly simulator: Simulator;
  readonly #browser: Browser;
  readonly #site: { readonly origin: string; close(): Promise<void> };
  readonly #pages: Map<string, HostPage>;
  #window: Promise<Page> | undefined;

  private constructor(
    simulator: Simulator,
    browser: Browser,
    site: { readonly origin: string; close(): Promise<void> },
    pages: Map<string, HostPage>,
  ) {
    this.simulator = simulator;
    this.#browser = browser;
    this.#site = site;
    this.#pages = pages;
  }

  static async start(): Promise<EmbeddingSite> {
    const pages = new Map<string, HostPage>();
    const [simulator, browser, site] = await Promise.all([
      startSimulator(),
      chromium.launch(chromiumLaunchOptions()),
      serveOnLoopback(0, (request) => {
        const page = pages.get(new URL(request.url).pathname);
        if (page === undefined) return new Response('Nothing here.', { status: 404 });
        const headers = { 'content-type': 'text/html; charset=utf-8', ...page.headers };
        return new Response(`<!doctype html><html lang="en"><body>${recorder}${page.html}</body></html>`, {
          headers,
        });
      }),
    ]);
    return new EmbeddingSite(simulator, browser, site, pages);
  }

  /** The site's origin: `127.0.0.1`, while the partners are on `localhost`. */
  get origin(): string {
    return this.#site.origin.replace('localhost', '127.0.0.1');
  }

  originOf(partner: PartnerName): string {
    return this.simulator.partners[partner].origin;
  }

  /** A new session of a customer: the partner's credential, and the URL to show where there is one. */
  createSession(
    partner: PartnerName,
    { scenario, redirectUrl }: { scenario?: ScenarioName; redirectUrl?: string } = {},
  ): { credential: string; href: string; session: Record<string, string> } {
    const { partners, dwollaUrl, world } = this.simulator;
    const origins = Object.fromEntries(Object.entries(partners).map(([name, { origin }]) => [name, origin]));
    const created = world.createSession(
      partner,
      { ...(origins as Record<PartnerName, string>), dwolla: dwollaUrl },
      {
        owner,
        ...(scenario === undefined ? {} : { scenario }),
        ...(redirectUrl === undefined ? {} : { redirectUrl }),
      },
    );
    return {
      credential: created.credential,
      href: created.href ?? '',
      session: { ...created.paymentSession },
    };
  }

  /**
   * Shows a page of the site: in the site's one window, which leaves whatever it showed before (windows are what costs
   * time), or in a new one of the context given.
   */
  async open(host: HostPage, context?: BrowserContext): Promise<Page> {
    const path = `/page-${this.#pages.size}`;
    this.#pages.set(path, host);
    const page =
      context === undefined ? await (this.#window ??= this.#browser.newPage()) : await context.newPage();
    await page.goto(this.origin + path);
    return page;
  }

  /** Opens a page with a partner's frame, made as the element makes it. */
  openFrame(
    href: string,
    { script = '', headers = {} }: { script?: string; headers?: Record<string, string> } = {},
  ): Promise<Page> {
    const frame = `<iframe class="partner" title="Partner" width="420" height="600" referrerpolicy="strict-origin-when-cross-origin"></iframe>`;
    const show = `document.querySelector('iframe').src = ${JSON.stringify(href)};`;
    return this.open({ html: `${frame}<script>${script}${show}</script>`, headers });
  }

  newContext(options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
    return this.#browser.newContext(options);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await Promise.all([this.simulator.close(), this.#site.close()]);
  }
}

/** Every message to the page so far. */
export function messagesTo(page: Page): Promise<readonly ReceivedMessage[]> {
  return page.evaluate(() => (window as unknown as { received: ReceivedMessage[] }).received);
}

/**
 * Waits for a message that has these properties, and answers everything received until then.
 * Strings of JSON are looked into.
 */
export async function waitForMessage(
  page: Page,
  expected: Record<string, unknown>,
): Promise<readonly ReceivedMessage[]> {
  await page.waitForFunction(
    (wanted) => (window as unknown as { hasReceived: (wanted: object) => boolean }).hasReceived(wanted),
    expected,
  );
  return messagesTo(page);
}

/** One field of every message, in their order; messages without it are left out. */
export function fieldOf(messages: readonly ReceivedMessage[], name: string): readonly unknown[] {
  return messages
    .map(({ data }) =>
      typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[name] : undefined,
    )
    .filter((value) => value !== undefined);
}
