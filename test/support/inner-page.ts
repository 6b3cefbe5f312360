import type { DwollaExchangeLink } from '../../src/element/dwolla-exchange-link.js';
import type { ExchangeLinkEventMap } from '../../src/element/events.js';
import type { PartnerName } from '../../src/element/partners/registry.js';
import { afterwards, settled, until } from './exchange-link.js';
import { frameLink, otherOrigin } from './framed.js';

/** A function of the page's own, which hands everything on as it comes. */
type Callback = (...reported: unknown[]) => unknown;

/** A page inside this one, with a realm of its own and fakes of Plaid's and Checkout.com's scripts. */
export interface InnerPage extends Window {
  readonly customElements: CustomElementRegistry;
  readonly Object: ObjectConstructor;
  readonly Array: ArrayConstructor;
  readonly JSON: JSON;
  readonly HTMLImageElement: typeof HTMLImageElement;
  /** What the element gave the latest of them. */
  plaid?: Readonly<Record<string, Callback>> | undefined;
  flow?: Readonly<Record<string, Callback>> | undefined;
  /** Has a frame say things to this page. */
  readonly letSay: (frame: HTMLIFrameElement, messages: readonly unknown[]) => void;
  /** Messages of what nobody caught. */
  readonly uncaught?: readonly string[];
}

/**
 * @param before a script that runs before the element's
 * @param isConfigured whether the partners in frames may be at the other origin
 */
export async function openInnerPage(before = '', isConfigured = true): Promise<InnerPage> {
  const frame = document.createElement('iframe');
  frame.src = new URL('inner-page.html', import.meta.url).pathname;
  // The page asks for it by that name.
  frame.name = before;
  document.body.append(frame);
  afterwards(() => frame.remove());
  // The first one has a window of its own.
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  const page = frame.contentWindow as InnerPage;
  await until(() => page.customElements.get('dwolla-exchange-link'), 'the element to be defined');
  const element = page.customElements.get('dwolla-exchange-link') as typeof DwollaExchangeLink;
  const hosts = [otherOrigin];
  if (isConfigured)
    element.configure({ partners: { mx: { hosts }, flinks: { hosts }, mastercard: { hosts } } });
  return page;
}

const linkTo = (partner: PartnerName): string =>
  JSON.stringify({ _links: { 'external-provider-session': { href: frameLink(partner) } } });

let visits = 0;

/**
 * Sessions, as text: an object of this page would inherit from this page's prototypes. Each visit has a link token of its
 * own: pages that are there at the same time share what the storage says of tokens that were used.
 */
const makeSessions = (): Readonly<Record<PartnerName, string>> => ({
  mx: linkTo('mx'),
  flinks: linkTo('flinks'),
  mastercard: linkTo('mastercard'),
  visa: '{"_links":{"external-provider-session":{"href":"https://link.visa.com/1.0/account-check?state=0"}}}',
  plaid: `{"externalProviderSessionToken":"link-sandbox-${++visits}"}`,
  checkout:
    '{"externalProviderSessionData":{"id":"ps_0","payment_session_token":"t","payment_session_secret":"s"}}',
});

const finishes: Readonly<Record<PartnerName, string>> = {
  mx: `[{"mx":true,"type":"mx/connect/memberConnected","metadata":{"member_guid":"MBR-1","user_guid":"USR-1"}},
    {"mx":true,"type":"mx/connect/connected/primaryAction"}]`,
  flinks: '[{"step":"REDIRECT","loginId":"5e115eac-1209-4f19-641c-08d6d484e2fe","institution":"Bank"}]',
  mastercard: '[{"type":"done","data":{"code":200,"reason":"complete","reportData":[]}}]',
  visa: '{}',
  plaid: '{"accounts":[],"institution":null,"link_session_id":"s"}',
  checkout: '{"id":"pay_0","status":"Approved"}',
};

/** How a visit ends in an inner page: Visa, which takes a whole page, refuses to be opened in a frame. */
export const innerEnd = (partner: PartnerName): string =>
  partner === 'visa' ? 'exchange-error' : 'exchange-success';

const eventTypes: readonly (keyof ExchangeLinkEventMap)[] = [
  'exchange-ready',
  'exchange-opening',
  'exchange-open',
  'exchange-success',
  'exchange-exit',
  'exchange-error',
];

/** A visit of one partner in an inner page. */
export class InnerVisit {
  readonly link: DwollaExchangeLink;
  /** The events so far; those of an end of the page's hands are not taken off. */
  readonly events: CustomEvent[] = [];
  readonly #page: InnerPage;
  readonly #partner: PartnerName;

  constructor(page: InnerPage, partner: PartnerName) {
    this.#page = page;
    this.#partner = partner;
    // Those of an earlier visit are not there any more.
    page.plaid = page.flow = undefined;
    this.link = page.document.createElement('dwolla-exchange-link');
    // One origin is three partners' here.
    this.link.partner = partner;
    this.link.checkoutPublicKey = 'pk_sbox_0';
    this.link.session = page.JSON.parse(makeSessions()[partner]) as object;
    for (const type of eventTypes)
      this.link.addEventListener(type, (event) => {
        this.events.push(event);
        // The console is for what is not expected.
        if (type === 'exchange-error') event.preventDefault();
      });
  }

  /** Whether the partner's own code or page is there. */
  get isThere(): boolean {
    const { plaid, flow } = this.#page;
    if (this.#partner === 'plaid') return !!plaid;
    if (this.#partner === 'checkout') return !!flow;
    return !!this.#frame;
  }

  get #frame(): HTMLIFrameElement | null {
    return this.link.shadowRoot?.querySelector<HTMLIFrameElement>('iframe[part=frame]') ?? null;
  }

  /** What a test compares: types and details of the events, in order. */
  get reported(): readonly unknown[] {
    return this.events.map(({ type, detail }) => [type, structuredClone(detail as unknown)]);
  }

  has(type: string): boolean {
    return this.events.some((event) => event.type === type);
  }

  /** Goes from the session to the user's success, or to whatever ends it. */
  async finish(): Promise<void> {
    const partner = this.#partner;
    const isOver = (): boolean => !!this.link.outcome;
    // Several at once are not all in view.
    await until(() => isOver() || !/idle|loading/.test(this.link.state), `${partner} to be ready`);
    if (this.link.state === 'ready') void this.link.open();
    await until(() => isOver() || this.isThere, `${partner} to be there`);
    const { plaid, flow } = this.#page;
    const reported = this.#page.JSON.parse(finishes[partner]) as unknown;
    if (isOver()) return;
    if (partner === 'plaid') {
      plaid?.['onLoad']?.();
      await until(() => isOver() || this.link.state === 'open', 'Plaid to be open');
      plaid?.['onSuccess']?.('public-sandbox-0', reported);
    } else if (partner === 'checkout') {
      flow?.['onReady']?.(null);
      await until(() => isOver() || this.link.state === 'open', 'Flow to be open');
      flow?.['onPaymentCompleted']?.(null, reported);
    } else {
      const frame = this.#frame!;
      // Until it hears: its page may not be there yet.
      await until(() => {
        if (!isOver()) this.#page.letSay(frame, reported as readonly unknown[]);
        return isOver();
      }, `${partner} to end`);
    }
    await until(isOver, `${partner} to end`);
  }
}

/** Visits these partners of an inner page at once, from the session to the end. */
export async function visitInnerPage(
  page: InnerPage,
  names: readonly PartnerName[],
): Promise<readonly InnerVisit[]> {
  const visits = names.map((name) => new InnerVisit(page, name));
  page.document.body.append(...visits.map(({ link }) => link));
  await Promise.all(visits.map((visit) => visit.finish()));
  await settled();
  return visits;
}
