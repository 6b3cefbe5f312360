import { expect } from '@open-wc/testing';
import type { DwollaExchangeLink } from '../../src/dwolla-exchange-link.js';
import type { ExchangeErrorEvent } from '../../src/events.js';
import { settled, until } from '../support/exchange-link.js';

/** A page with stand-ins of the partners' scripts. */
interface Page extends Window {
  readonly customElements: CustomElementRegistry;
  readonly HTMLImageElement: typeof HTMLImageElement;
  readonly plaidOpened?: boolean;
  readonly flowMounted?: boolean;
  /** Messages of what nobody caught. */
  readonly uncaught?: string[];
}

/** Hidden from Lit these leave it nothing to show a view with. */
const neededByLit = ['createComment', 'createElement', 'createTextNode', 'importNode'];

/** Every other member of the document. */
function otherMembers(): string[] {
  const names: string[] = [];
  for (const name in Document.prototype) if (!neededByLit.includes(name)) names.push(name);
  return names;
}

const sessions: Readonly<
  Record<string, { session: object; isThere: (page: Page, link: DwollaExchangeLink) => boolean }>
> = {
  mx: {
    session: {
      _links: { 'external-provider-session': { href: 'https://int-widgets.moneydesktop.com/md/connect/x' } },
    },
    isThere: (_page, link) => !!link.shadowRoot?.querySelector('iframe[part=frame]'),
  },
  plaid: {
    session: { externalProviderSessionToken: 'link-sandbox-0' },
    isThere: (page) => page.plaidOpened === true,
  },
  checkout: {
    session: {
      externalProviderSessionData: {
        id: 'ps_0',
        payment_session_token: 'token',
        payment_session_secret: 'secret',
      },
    },
    isThere: (page) => page.flowMounted === true,
  },
};

/** A document of its own, for named elements hide members from everybody in it. */
async function openPage(): Promise<Page> {
  const frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html><body><script>
    addEventListener('error', (event) => (window.uncaught ??= []).push(event.message));
    addEventListener('unhandledrejection', (event) => (window.uncaught ??= []).push(String(event.reason)));
    window.Plaid = { create: ({ onLoad }) => ({
      open() { window.plaidOpened = true; }, exit() {}, destroy() {}, submit() {} }) };
    window.CheckoutWebComponents = async () => ({ create: () => ({
      isAvailable: async () => true, mount() { window.flowMounted = true; return this; }, unmount() {} }) });
  </script><script type="module" src="/src/index.ts"></script>`;
  document.body.append(frame);
  const page = frame.contentWindow as Page;
  await until(() => !!page.customElements?.get('dwolla-exchange-link'), 'the element to be defined');
  return page;
}

/** Puts images of these names on the page, and then the element. */
function start(
  page: Page,
  session: object,
  names: readonly string[],
): [DwollaExchangeLink, ExchangeErrorEvent[]] {
  const { document } = page;
  const errors: ExchangeErrorEvent[] = [];
  const link = document.createElement('dwolla-exchange-link');
  link.addEventListener('exchange-error', (event) => {
    event.preventDefault();
    errors.push(event);
  });
  link.checkoutPublicKey = 'pk_sbox_abc';
  link.session = session;
  const images = names.map((name) => {
    const image = document.createElement('img');
    image.setAttribute('name', name);
    return image;
  });
  document.body.append(...images, link);
  return [link, errors];
}

describe('elements named like members of document', () => {
  afterEach(() => document.querySelectorAll('iframe').forEach((frame) => frame.remove()));

  for (const [partner, { session, isThere }] of Object.entries(sessions)) {
    for (const name of neededByLit)
      it(`${partner}: without its ${name}, Lit can show nothing, and an error says who hides it`, async () => {
        const page = await openPage();
        const [link, errors] = start(page, session, [name]);
        await until(() => errors.length > 0, 'an error');
        await settled();

        expect(errors.map(({ detail: { code, retryable } }) => [code, retryable])).to.deep.equal([
          ['partner-error', false],
        ]);
        expect(errors[0]!.detail.message).to.match(new RegExp(`named ${name} hide`));
        expect(link.shadowRoot?.textContent).to.contain('Please contact support.');
        expect(page.uncaught).to.equal(undefined);
      });

    it(`${partner}: goes on with every other member hidden`, async () => {
      const names = otherMembers();
      expect(names).to.include.members(
        ['prerendering', 'querySelectorAll', 'head', 'addEventListener'].filter((name) => name in document),
      );
      const page = await openPage();
      const [link, errors] = start(page, session, names);
      expect(page.document.getElementById).to.be.instanceOf(page.HTMLImageElement);
      await until(() => isThere(page, link) || errors.length > 0, 'the partner');
      link.close();
      await settled();

      expect(errors.map(({ detail }) => detail.message)).to.deep.equal([]);
      expect(link.state).to.equal('exited');
      expect(page.uncaught).to.equal(undefined);
    });
  }
});
