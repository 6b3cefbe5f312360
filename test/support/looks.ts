import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './end-to-end.js';
import type { HostSite } from './host-site.js';
import type { Linking } from './linking.js';

/** What a picture is taken of. */
export interface Look {
  readonly name: string;
  /** Where the element stands then. */
  readonly state: string;
  /** What assistive technology is told; the sentence is both announced and there to be read. */
  readonly tree: string;
  /** Brings an idle element there. */
  readonly reach: (stage: Stage) => Promise<void>;
}

const font = new URL('../hosts/node_modules/inter-ui/web/', import.meta.url);
const href = (url: string): object => ({ _links: { 'external-provider-session': { href: url } } });

/** A page with one element in a font of its own, so that a picture of it does not hang on what a machine has installed. */
export class Stage {
  readonly page: Page;
  readonly site: HostSite;
  readonly linking: Linking;

  private constructor(page: Page, site: HostSite, linking: Linking) {
    this.page = page;
    this.site = site;
    this.linking = linking;
  }

  /**
   * @param head more for the page's head, such as styles
   * @param attributes of `<html>`, such as its language and direction
   */
  static async open(
    page: Page,
    site: HostSite,
    linking: Linking,
    head = '',
    attributes = 'lang="en"',
  ): Promise<Stage> {
    for (const weight of ['Regular', 'SemiBold', 'Bold']) {
      const body = await readFile(new URL(`Inter-${weight}.woff2`, font));
      site.answer(`/${weight}.woff2`, (_request, response) => response.end(body));
    }
    // A partner's page that says what its query tells it to, and a script in place of Plaid's.
    site.answer('/partner', {
      headers: { 'content-type': 'text/html' },
      body: `<!doctype html><html lang="en"><title>Partner</title><style>:root { color-scheme: light dark; background: light-dark(#eef0f4, #23262d) }</style>
<script>for (const said of new URLSearchParams(location.search).getAll('say')) addEventListener('load', () => parent.postMessage(JSON.parse(said), '*'))</script>`,
    });
    site.answer('/plaid.js', {
      headers: { 'content-type': 'text/javascript' },
      body: 'window.Plaid = { create(options) { window.plaid = options; return { open() {}, exit() {}, destroy() {} } } }',
    });
    const url = site.addPage('/', {
      head: `<script type="module" src="${site.cdnOrigin}/dwolla-exchange-link.js"></script><style>
        @font-face { font-family: Pictured; src: url(/Regular.woff2) }
        @font-face { font-family: Pictured; font-weight: 600; src: url(/SemiBold.woff2) }
        @font-face { font-family: Pictured; font-weight: 700; src: url(/Bold.woff2) }
        :root { color-scheme: light dark; background: light-dark(#e6e8ee, #0a0b0d) }
        body, main { margin: 0 }
        h1 { font: 600 1rem Pictured }
        dwolla-exchange-link { --exchange-link-font: Pictured; width: min(26rem, 100vw) }
      </style>${head}`,
      attributes: 'timeout="60000"',
      script: `
        document.querySelector('dwolla-exchange-link').constructor.configure({
          partners: { plaid: { scriptUrl: location.origin + '/plaid.js' } },
        });
        await Promise.all([400, 600, 700].map((weight) => document.fonts.load(weight + ' 1rem Pictured')));
        document.documentElement.dataset.ready = '';`,
    });
    await page.goto(url);
    await page.locator('html[data-ready]').waitFor();
    await page.evaluate((written) => {
      const { attributes } = new DOMParser().parseFromString(
        `<html ${written}>`,
        'text/html',
      ).documentElement;
      for (const { name, value } of attributes) document.documentElement.setAttribute(name, value);
    }, attributes);
    return new Stage(page, site, linking);
  }

  /** Sets properties of the element, all in one task. */
  async set(properties: Readonly<Record<string, unknown>>): Promise<void> {
    await this.linking.element.evaluate((element, given) => Object.assign(element, given), properties);
  }

  /** Gives the element a session with a link to a path of the site. */
  async link(
    partner: string,
    path: string,
    properties: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    await this.linking.element.evaluate((element, name) => {
      const { configure } = element.constructor as unknown as { configure(settings: object): void };
      configure({ partners: { [name]: { hosts: [location.origin] } } });
    }, partner);
    await this.set({ partner, session: href(`${this.site.origin}${path}`), ...properties });
  }

  /** Gives it a session of Plaid's. */
  async plaid(properties: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.set({
      partner: 'plaid',
      session: { externalProviderSessionToken: 'link-sandbox-1' },
      ...properties,
    });
  }

  /** Opens Plaid, and has it call one of its callbacks. */
  async plaidEnds(callback: 'onLoad' | 'onSuccess' | 'onExit', first: unknown): Promise<void> {
    await this.plaid();
    await this.page.waitForFunction(() => 'plaid' in window);
    await this.page.evaluate(
      ([name, argument]) => {
        const { plaid } = window as unknown as { plaid: Record<string, (...args: unknown[]) => void> };
        plaid[name as string]?.(argument, {});
      },
      [callback, first],
    );
  }

  /** Has the element ask for a session in a way that ends so. */
  async ask(how: 'reject' | 'nothing' | 'never'): Promise<void> {
    await this.linking.element.evaluate((element, kind) => {
      const answers: Record<string, () => Promise<unknown>> = {
        reject: () => Promise.reject(new Error('offline')),
        nothing: () => Promise.resolve({}),
        never: () => new Promise(() => undefined),
      };
      Object.assign(element, { getSession: answers[kind] });
    }, how);
  }

  async close(): Promise<void> {
    await this.linking.element.evaluate((element) => (element as HTMLElement & { close(): void }).close());
  }
}

const say = (message: object): string => `/partner?say=${encodeURIComponent(JSON.stringify(message))}`;
const mxIsThere = say({ mx: true, type: 'mx/connect/loaded', metadata: {} });

/** Every look that a user may meet. */
export const looks: readonly Look[] = [
  {
    name: 'loading',
    state: 'loading',
    tree: `
      - status: Connecting securely…
      - paragraph: Connecting securely…
      - button "Cancel"`,
    reach: (stage) => stage.ask('never'),
  },
  {
    name: 'offline',
    state: 'loading',
    tree: `
      - status: You are offline. This goes on when the connection is back.
      - paragraph: You are offline. This goes on when the connection is back.
      - button "Cancel"`,
    reach: async (stage) => {
      await stage.page.context().setOffline(true);
      await stage.set({ sessionUrl: '/session' });
      await expect(stage.linking.part('message')).toContainText('offline');
    },
  },
  {
    name: 'ready',
    state: 'ready',
    tree: `
      - status: You will continue with Visa.
      - paragraph: You will continue with Visa.
      - button "Continue with Visa"`,
    reach: (stage) => stage.link('visa', '/never'),
  },
  {
    name: 'opening',
    state: 'opening',
    tree: `
      - status: Opening Plaid…
      - paragraph: Opening Plaid…
      - button "Cancel"`,
    reach: (stage) => stage.plaid(),
  },
  {
    name: 'opening-frame',
    state: 'opening',
    tree: `
      - status: Opening MX…
      - iframe
      - paragraph: Opening MX…
      - button "Cancel"`,
    reach: (stage) => stage.link('mx', '/partner'),
  },
  {
    name: 'redirecting',
    state: 'redirecting',
    tree: `
      - status: Taking you to Visa…
      - paragraph: Taking you to Visa…
      - button "Cancel"`,
    reach: async (stage) => {
      // A browser that is about to leave answers nobody: this one stays, and says so to nobody.
      await stage.page.evaluate(() => {
        const { navigation } = window as unknown as { navigation: EventTarget };
        navigation.addEventListener('navigate', (event) => {
          event.stopImmediatePropagation();
          event.preventDefault();
        });
      });
      await stage.link('visa', '/never');
      await stage.linking.part('button').click();
    },
  },
  {
    name: 'open-over-the-page',
    state: 'open',
    tree: `
      - status: Plaid is open.
      - paragraph: Plaid is open.`,
    reach: (stage) => stage.plaidEnds('onLoad', null),
  },
  {
    name: 'open-frame',
    state: 'open',
    tree: `
      - status: MX is open.
      - button "Close"
      - iframe`,
    reach: (stage) => stage.link('mx', mxIsThere),
  },
  {
    name: 'open-your-bank',
    state: 'open',
    tree: `
      - status: Mastercard is open.
      - button "Open your bank"
      - button "Close"
      - iframe`,
    reach: async (stage) => {
      await stage.page.evaluate(() => Object.assign(window, { open: () => null }));
      await stage.link('mastercard', say({ type: 'url', url: `${stage.site.origin}/never` }));
      await expect(stage.linking.part('button')).toBeVisible();
    },
  },
  {
    name: 'success',
    state: 'success',
    tree: `
      - status: All done. Your account is linked.
      - paragraph: All done. Your account is linked.`,
    reach: (stage) => stage.plaidEnds('onSuccess', 'public-sandbox-1'),
  },
  {
    name: 'exited',
    state: 'exited',
    tree: `
      - status: You left before finishing. Nothing was linked.
      - paragraph: You left before finishing. Nothing was linked.
      - button "Try again"`,
    reach: async (stage) => {
      await stage.ask('never');
      await stage.linking.waitForState('loading');
      await stage.close();
    },
  },
  {
    name: 'exited-for-good',
    state: 'exited',
    tree: `
      - status: You left before finishing. Nothing was linked.
      - paragraph: You left before finishing. Nothing was linked.`,
    reach: (stage) => stage.plaidEnds('onExit', null),
  },
  {
    name: 'error-setup',
    state: 'error',
    tree: `
      - status: This cannot be opened here. Please contact support.
      - paragraph: This cannot be opened here. Please contact support.`,
    reach: (stage) => stage.ask('nothing'),
  },
  {
    name: 'error-network',
    state: 'error',
    tree: `
      - status: We could not connect. Check your connection and try again.
      - paragraph: We could not connect. Check your connection and try again.
      - button "Try again"`,
    reach: (stage) => stage.ask('reject'),
  },
  {
    name: 'error-expired',
    state: 'error',
    tree: `
      - status: This link has expired. Please start again.
      - paragraph: This link has expired. Please start again.`,
    reach: (stage) =>
      stage.plaidEnds('onExit', { error_type: 'INVALID_INPUT', error_code: 'INVALID_LINK_TOKEN' }),
  },
  {
    name: 'error-blocked',
    state: 'error',
    tree: `
      - status: Plaid could not be loaded. A content blocker or the network may be in the way.
      - paragraph: Plaid could not be loaded. A content blocker or the network may be in the way.
      - button "Try again"`,
    reach: async (stage) => {
      stage.site.answer('/plaid.js', { status: 404 });
      await stage.plaid();
    },
  },
  {
    name: 'error-timeout',
    state: 'error',
    tree: `
      - status: MX did not answer in time.
      - paragraph: MX did not answer in time.
      - button "Try again"`,
    reach: (stage) => stage.link('mx', '/partner', { timeout: 1 }),
  },
  {
    name: 'error-partner',
    state: 'error',
    tree: `
      - status: Plaid reported a problem.
      - paragraph: Plaid reported a problem.
      - button "Try again"`,
    reach: (stage) =>
      stage.plaidEnds('onExit', { error_type: 'API_ERROR', error_code: 'INTERNAL_SERVER_ERROR' }),
  },
  {
    name: 'error-redirect',
    state: 'error',
    tree: `
      - status: Visa could not be opened from this page.
      - paragraph: Visa could not be opened from this page.`,
    reach: async (stage) => {
      await stage.page.evaluate(() => {
        Storage.prototype.setItem = () => {
          throw new Error('full');
        };
      });
      await stage.link('visa', '/never');
      await stage.linking.part('button').click();
    },
  },
];

export { expect, test };
