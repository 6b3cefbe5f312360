import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import type { PartnerName } from '../../src/simulator/index.js';
import { expect } from './end-to-end.js';
import type { HostSite } from './host-site.js';
import type { Linking } from './linking.js';

/** What a picture of `<dwolla-add-funding-source>` is taken of. */
export interface FundingLook {
  readonly name: string;
  readonly state: string;
  /** What assistive technology is told. */
  readonly tree: string;
  /** Brings an idle element there. */
  readonly reach: (stage: FundingStage) => Promise<void>;
}

const exchangeId = '11111111-2222-4333-8444-555555555555';
const fundingSource = {
  id: '99999999-2222-4333-8444-555555555555',
  type: 'bank',
  status: 'verified',
  name: 'First Platypus Bank 0000',
};
const font = new URL('../hosts/node_modules/inter-ui/web/', import.meta.url);
const json = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/** A page with one element in a font of its own, before a backend that answers as it is told. */
export class FundingStage {
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
  ): Promise<FundingStage> {
    for (const weight of ['Regular', 'SemiBold', 'Bold']) {
      const body = await readFile(new URL(`Inter-${weight}.woff2`, font));
      site.answer(`/${weight}.woff2`, (_request, response) => response.end(body));
    }
    site.answer('/plaid.js', {
      headers: { 'content-type': 'text/javascript' },
      body: 'window.Plaid = { create(options) { window.plaid = options; return { open() {}, exit() {}, destroy() {} } } }',
    });
    const stage = new FundingStage(page, site, linking);
    stage.answer('/session', 200, { externalProviderSessionToken: 'link-sandbox-1' });
    stage.answer(`/exchanges/${exchangeId}`, 200, { id: exchangeId, status: 'active' });
    stage.answer('/exchanges', 201, { id: exchangeId, partner: 'plaid' });
    stage.answer('/funding-sources', 201, fundingSource);
    const url = site.addPage('/', {
      head: `<script type="module" src="${site.cdnOrigin}/dwolla-add-funding-source.js"></script><style>
        @font-face { font-family: Pictured; src: url(/Regular.woff2) }
        @font-face { font-family: Pictured; font-weight: 600; src: url(/SemiBold.woff2) }
        @font-face { font-family: Pictured; font-weight: 700; src: url(/Bold.woff2) }
        :root { color-scheme: light dark; background: light-dark(#e6e8ee, #0a0b0d) }
        body, main { margin: 0 }
        h1 { font: 600 1rem Pictured }
        dwolla-add-funding-source { --exchange-link-font: Pictured; max-width: 26rem }
      </style>${head}`,
      body: '<dwolla-add-funding-source timeout="60000"></dwolla-add-funding-source>',
      script: `
        customElements.get('dwolla-exchange-link').configure({
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
    return stage;
  }

  get element(): Locator {
    return this.page.locator('dwolla-add-funding-source');
  }

  /** The button of a form or of an outcome; that of the link inside is hidden then. */
  get button(): Locator {
    return this.element.locator('[part=button]:visible').last();
  }

  /** Says what the backend answers from now on. */
  answer(path: string, status: number, body: object): void {
    this.site.answer(`/api/dwolla${path}`, { status, headers: json, body: JSON.stringify(body) });
  }

  /** The backend answers no more. */
  silence(path: string): void {
    this.site.answer(`/api/dwolla${path}`, () => undefined);
  }

  /** Sets properties of the element, all in one task. */
  async set(properties: Readonly<Record<string, unknown>>): Promise<void> {
    await this.element.evaluate((element, given) => Object.assign(element, given), {
      backendUrl: '/api/dwolla',
      ...properties,
    });
  }

  /** Goes on with an exchange that this tab has made before, as after a reload. */
  async goOn(partner: PartnerName, known: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const record = { backendUrl: '/api/dwolla', partner, exchange: '', exchangeId, key: 'k', ...known };
    await this.page.evaluate(
      (stored) =>
        sessionStorage.setItem(
          'dwolla-add-funding-source',
          JSON.stringify({ ...stored, startedAt: Date.now() }),
        ),
      record,
    );
    await this.set({ partner });
  }

  /** Goes on with a bank account of which everything is known. */
  async add(): Promise<void> {
    await this.goOn('plaid', { name: 'First Platypus Bank 0000', type: 'checking' });
  }

  /** Plaid shares these accounts. */
  async shareAccounts(...accounts: readonly object[]): Promise<void> {
    await this.set({ partner: 'plaid' });
    await this.page.waitForFunction(() => 'plaid' in window);
    await this.page.evaluate((shared) => {
      const { plaid } = window as unknown as { plaid: Record<string, (...args: unknown[]) => void> };
      plaid['onLoad']?.();
      plaid['onSuccess']?.('public-sandbox-1', {
        institution: { name: 'First Platypus Bank', institution_id: 'ins_1' },
        accounts: shared,
      });
    }, accounts);
  }
}

/** Every look of its own that a user may meet. While it links, it shows what `<dwolla-exchange-link>` shows. */
export const fundingLooks: readonly FundingLook[] = [
  {
    name: 'choosing-partner',
    state: 'choosing-partner',
    tree: `
      - status: How would you like to add your account?
      - paragraph: How would you like to add your account?
      - button "Continue with Plaid"
      - button "Continue with MX"
      - button "Continue with Checkout.com"`,
    reach: (stage) => stage.set({ partner: 'plaid mx checkout' }),
  },
  {
    name: 'choosing-another',
    state: 'choosing-partner',
    tree: `
      - status: That did not work. Choose another way to add your account.
      - paragraph: That did not work. Choose another way to add your account.
      - button "Continue with MX"`,
    reach: async (stage) => {
      stage.site.answer('/plaid.js', { status: 404 });
      await stage.set({ partner: 'plaid mx' });
      await stage.button.first().waitFor();
      await stage.element.getByRole('button', { name: 'Continue with Plaid' }).click();
      await expect(stage.element.locator('[part=message]:visible')).toContainText('another way');
    },
  },
  {
    name: 'choosing-account',
    state: 'choosing-account',
    tree: `
      - status: Which account would you like to add?
      - paragraph: Which account would you like to add?
      - radiogroup "Which account would you like to add?":
        - radio "Plaid Checking ••0000" [checked]
        - radio "Plaid Saving ••1111"
      - button "Continue"`,
    reach: (stage) =>
      stage.shareAccounts(
        { id: 'a', name: 'Plaid Checking', mask: '0000', type: 'depository', subtype: 'checking' },
        { id: 'b', name: 'Plaid Saving', mask: '1111', type: 'depository', subtype: 'savings' },
      ),
  },
  {
    name: 'describing-bank',
    state: 'describing-account',
    tree: `
      - status: Tell us about your account.
      - paragraph: Tell us about your account.
      - textbox "Name for this account": First Platypus Bank
      - radiogroup "Account type":
        - radio "Checking"
        - radio "Savings"
      - button "Add account"`,
    reach: (stage) => stage.goOn('plaid', { suggestion: 'First Platypus Bank' }),
  },
  {
    name: 'describing-bank-problems',
    state: 'describing-account',
    tree: `
      - status: Please check the marked fields.
      - paragraph: Tell us about your account.
      - textbox "Name for this account": First Platypus Bank
      - radiogroup "Account type" [invalid]:
        - radio "Checking"
        - radio "Savings"
        - text: Savings Fill in this field.
      - button "Add account"`,
    reach: async (stage) => {
      await stage.goOn('plaid', { suggestion: 'First Platypus Bank' });
      await stage.button.click();
    },
  },
  {
    name: 'describing-card',
    state: 'describing-account',
    tree: `
      - status: Tell us about your card.
      - paragraph: Tell us about your card.
      - textbox "Name for this account"
      - textbox "First name on the card"
      - textbox "Last name on the card"
      - textbox "Street address"
      - textbox "Apartment, suite (optional)"
      - textbox "City"
      - textbox "State (two letters)"
      - textbox "ZIP code"
      - textbox "Country (two letters)"
      - button "Add account"`,
    reach: (stage) => stage.goOn('checkout'),
  },
  {
    name: 'describing-card-problems',
    state: 'describing-account',
    // What is known of the card holder is not asked.
    tree: `
      - /children: equal
      - status: Please check the marked fields.
      - paragraph: Tell us about your card.
      - text: Name for this account
      - textbox "Name for this account" [invalid]
      - text: Fill in this field. City
      - textbox "City" [invalid]
      - text: Fill in this field. State (two letters)
      - textbox "State (two letters)" [invalid]: I
      - text: Use two letters, for example IA or US. ZIP code
      - textbox "ZIP code" [invalid]
      - text: Fill in this field. Country (two letters)
      - textbox "Country (two letters)" [invalid]
      - text: Fill in this field.
      - button "Add account"`,
    reach: async (stage) => {
      const cardholder = {
        firstName: 'Ada',
        lastName: 'Lovelace',
        billingAddress: { address1: '909 Locust' },
      };
      await stage.set({ cardholder });
      await stage.goOn('checkout');
      await stage.element.locator('input[name=stateProvinceRegion]').fill('I');
      await stage.button.click();
    },
  },
  {
    name: 'adding',
    state: 'adding',
    tree: `
      - status: Adding your account…
      - paragraph: Adding your account…`,
    reach: async (stage) => {
      stage.silence('/funding-sources');
      await stage.add();
    },
  },
  {
    name: 'added',
    state: 'added',
    tree: `
      - status: All done. Your account has been added.
      - paragraph: All done. Your account has been added.`,
    reach: (stage) => stage.add(),
  },
  {
    name: 'added-before',
    state: 'added',
    tree: `
      - status: This account was added before. There is nothing left to do.
      - paragraph: This account was added before. There is nothing left to do.`,
    reach: async (stage) => {
      const { id: fundingSourceId } = fundingSource;
      stage.answer('/funding-sources', 409, { code: 'DuplicateResource', message: '', fundingSourceId });
      stage.answer(`/funding-sources/${fundingSourceId}`, 200, fundingSource);
      await stage.add();
    },
  },
  {
    name: 'exited',
    state: 'exited',
    tree: `
      - status: You left before finishing. Nothing was added.
      - paragraph: You left before finishing. Nothing was added.`,
    reach: async (stage) => {
      await stage.goOn('checkout');
      await stage.button.waitFor();
      await stage.element.evaluate((element) => (element as HTMLElement & { close(): void }).close());
    },
  },
  {
    name: 'error-later',
    state: 'error',
    tree: `
      - status: We could not add your account. Please try again.
      - paragraph: We could not add your account. Please try again.
      - button "Try again"`,
    reach: async (stage) => {
      stage.answer('/funding-sources', 500, { code: 'UnexpectedError', message: '' });
      await stage.add();
    },
  },
  {
    name: 'error-final',
    state: 'error',
    tree: `
      - status: This account cannot be added. Please contact support.
      - paragraph: This account cannot be added. Please contact support.`,
    reach: async (stage) => {
      stage.answer('/funding-sources', 403, { code: 'Forbidden', message: '' });
      await stage.add();
    },
  },
];
