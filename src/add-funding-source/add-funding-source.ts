import type { CSSResult, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import type { ExchangeClient } from '../client/client.js';
import {
  bare,
  inheritedLanguage,
  LitElement,
  makeFocus,
  makePressGuard,
  ofDocument,
  shownLanguage,
  styles,
} from '../element/shared.js';
import type { Cardholder, FieldProblems } from './account.js';
import { FundingFlow, type FundingHost } from './flow.js';
import type { FundingSourceOutcome } from './outcome.js';
import { outcomeOf, type FundingSourceState } from './state.js';
import { formStyles } from './styles.js';
import { loadTexts, sentence } from './texts/localize.js';
import { renderFunding, showsLink } from './view.js';

const defaultTimeout = 20_000; // ms
const previewMark = 'data-turbo-preview';

/**
 * Goes all the way to a funding source: lets the user link a bank account or a card with `<dwolla-exchange-link>`, makes
 * the exchange on the host's backend, asks what is not known yet, makes the funding source, and reports exactly one
 * outcome per run.
 *
 * ```html
 * <dwolla-add-funding-source backend-url="/api/dwolla" partner="plaid"></dwolla-add-funding-source>
 * ```
 *
 * @tag dwolla-add-funding-source
 *
 * @attr {string} nonce - Put on every script that is added, for strict pages. HTML's own attribute.
 * @attr state - The state, for reading; also `:state(adding)` in CSS.
 *
 * @fires {FundingSourceStateEvent} funding-source-state - Every change of state, before the event of that state.
 * @fires {FundingSourceAddedEvent} funding-source-added - The funding source is there. With `isDuplicate` the account was
 *   linked before.
 * @fires {ExchangeReauthenticatedEvent} exchange-reauthenticated - The exchange of the attribute `exchange` works again.
 * @fires {FundingSourceExitEvent} funding-source-exit - The user (`reason: 'user'`) or the page (`'host'`) left.
 * @fires {FundingSourceErrorEvent} funding-source-error - It cannot go on. `message` is for developers.
 *
 * @slot link - Made and owned by the element: `<dwolla-exchange-link>`.
 *
 * @csspart container - The box around everything.
 * @csspart status - The live region; not visible.
 * @csspart message - The sentence.
 * @csspart button - A choice, the button of a form, try again.
 * @csspart field - A field of a form with its label.
 * @csspart input - Where the user types.
 * @csspart field-error - What is wrong with a field.
 *
 * @cssstate choosing-partner - The user chooses between several partners. The element shows nothing while it has nothing to do.
 * @cssstate linking - `<dwolla-exchange-link>` is at work.
 * @cssstate choosing-account - The user chooses one of the accounts that MX has shared.
 * @cssstate describing-account - The user fills in what is not known.
 * @cssstate adding - The backend makes the exchange, then the funding source.
 * @cssstate added - Ended: the funding source is there, or the exchange works again.
 * @cssstate exited - Ended: the user or the page left.
 * @cssstate error - Ended: it cannot go on.
 */
export class DwollaAddFundingSource extends LitElement implements FundingHost {
  static override styles: CSSResult[] = [styles, formStyles];

  static override properties: PropertyDeclarations = {
    backendUrl: { attribute: 'backend-url' },
    client: { attribute: false },
    partner: {},
    exchange: {},
    accountName: { attribute: 'account-name' },
    cardholder: { attribute: false },
    checkoutPublicKey: { attribute: 'checkout-public-key' },
    locale: {},
    launch: {},
    timeout: { type: Number },
    successUrl: { attribute: 'success-url' },
  };

  /** The package's version. */
  static readonly version: string = __VERSION__;

  /** Where the backend kit is mounted: `/api/dwolla`. Setting it starts. */
  backendUrl = '';
  /** A client of your own in place of `backend-url`, made by `createExchangeClient()`: for headers, for another `fetch`. */
  client: ExchangeClient | null = null;
  /**
   * One partner's name, or several in the order in which they are offered (`plaid mx`): then the user chooses, and after a
   * failure of one the others are offered.
   */
  partner = '';
  /** Id of an exchange to log in to again. Ends with `exchange-reauthenticated`. */
  exchange = '';
  /** Name of the funding source, 50 characters at most. Else the bank's name and the last digits, else the user is asked. */
  accountName = '';
  /** The card holder or what you know of them: `{ firstName, lastName, billingAddress }`. Only what is missing is asked. */
  cardholder: Cardholder | null = null;
  /** Checkout.com's key, which is not in the session. */
  checkoutPublicKey = '';
  /** Language of the texts and of Checkout.com, a BCP 47 tag. Else the nearest `lang`, else the browser's. */
  locale = '';
  /** `manual`: every partner waits for the button or `open()`. */
  launch: 'auto' | 'manual' = 'auto';
  /** Timeout for each step of the link, in ms: session, partner code, partner UI. */
  timeout = defaultTimeout;
  /** Where the user is sent after `funding-source-added`, with the parameter `funding-source`; http(s) only. */
  successUrl = '';

  readonly #flow = new FundingFlow(this);
  readonly #internals = (this.attachInternals as (() => ElementInternals) | undefined)?.call(this);
  readonly #focus = makeFocus(this);
  readonly #isMeant = makePressGuard();
  readonly #preview = new MutationObserver(() => this.requestUpdate());
  #isAttached = false;
  #hasStarted = false;
  /** It was in a document before, and goes on with what it has in hand. */
  #isBack = false;
  /** What is shown where Lit cannot show anything. */
  #plainView: HTMLElement | null = null;
  #shownState = '';
  #language = '';
  /** What was wrong in the form that is shown. */
  #problems: FieldProblems | null = null;

  /** Where the run stands; also the attribute `state`. */
  get state(): FundingSourceState {
    return this.#flow.snapshot.name;
  }
  /** How the last run ended, or null: for pages whose listeners came late. */
  get outcome(): FundingSourceOutcome | null {
    return outcomeOf(this.#flow.snapshot);
  }

  /** Shows the partner's UI (for Visa: leaves the page). Resolves when it is shown, opening was cancelled, or linking ended. */
  async open(): Promise<void> {
    await this.updateComplete;
    await this.#flow.open();
  }
  /** Ends a run as an exit with reason `host`. */
  close(): void {
    this.#flow.close();
  }
  /** Forgets what is under way and begins a new run. */
  async reload(): Promise<void> {
    await this.updateComplete;
    if (this.#isAttached) this.#flow.restart();
  }

  /** @internal */
  get shownLocale(): string {
    return this.locale || inheritedLanguage(this) || navigator.language;
  }
  /** @internal */
  readonly flowChanged = (): void => {
    const { state } = this;
    if (this.#shownState !== state || this.getAttribute('state') !== state) {
      this.#shownState = state;
      this.setAttribute('state', state);
      try {
        this.#internals?.states.clear();
        this.#internals?.states.add(state);
      } catch {
        // Old browsers have no such states, or refuse these names; the attribute says the same.
      }
    }
    this.requestUpdate();
  };
  /** @internal */
  readonly keepFocus = this.#focus.keep;
  /** @internal */
  readonly finish = (fundingSourceId: string): void => {
    const url = this.successUrl ? new URL(this.successUrl, this.baseURI) : null;
    if (!url || !/^https?:$/.test(url.protocol)) return;
    url.searchParams.set('funding-source', fundingSourceId);
    // After the listeners of the event, whatever they do.
    setTimeout(() => location.assign(url));
  };

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#isAttached) return;
    this.#isAttached = true;
    this.#isBack = this.#hasStarted;
    this.#hasStarted = false;
    this.flowChanged();
    this.#preview.observe(ofDocument('documentElement'), bare({ attributeFilter: [previewMark] }));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A move within the document is a removal and an insertion in the same task.
    queueMicrotask(() => {
      if (this.isConnected || !this.#isAttached) return;
      this.#isAttached = false;
      this.#preview.disconnect();
      this.#flow.remove();
    });
  }

  /** `moveBefore()` is no removal. */
  connectedMoveCallback(): void {
    // Nothing to do: the link moves along.
  }

  protected override willUpdate(): void {
    if (!(this.timeout > 0)) this.timeout = defaultTimeout;
    if (this.#language === this.shownLocale) return;
    this.#language = this.shownLocale;
    void loadTexts(this.#language).then(() => this.requestUpdate());
  }

  protected override performUpdate(): void {
    try {
      super.performUpdate();
      this.#plainView?.remove();
      this.#plainView = null;
    } catch {
      // Lit calls on `document` what an element of the page may hide.
      if (!this.#plainView) {
        this.#plainView = ofDocument('createElement')('p');
        this.#plainView.textContent = sentence(this.shownLocale, 'errorSetup');
        this.renderRoot.append(this.#plainView);
      }
      queueMicrotask(() => this.#flow.viewFailed());
    }
  }

  protected override render(): TemplateResult {
    const { snapshot, isIdle, partners } = this.#flow;
    const locale = this.shownLocale;
    const shown = shownLanguage(locale);
    const { failed } = snapshot.run;
    const { accountName, cardholder } = this;
    return renderFunding(
      {
        snapshot,
        isIdle: isIdle || !this.#hasStarted,
        offered: partners.filter((name) => !failed.includes(name)),
        language: shown === inheritedLanguage(this) ? '' : shown,
        text: (key, partner) => sentence(locale, key, partner),
        given: { accountName, cardholder },
      },
      {
        onChoosePartner: (partner) => {
          this.keepFocus(true);
          this.#flow.choosePartner(partner);
        },
        onChooseAccount: (index) => {
          this.keepFocus(true);
          this.#flow.apply({ type: 'choose-account', index });
        },
        onDescribe: (values) => {
          this.keepFocus(true);
          this.#flow.apply({ type: 'describe', values });
        },
        onRetry: () => {
          this.keepFocus(true);
          this.#flow.apply({ type: 'retry' });
        },
        isMeant: this.#isMeant,
      },
    );
  }

  protected override updated(changed: PropertyValues<this>): void {
    // After the update: starting renders again, and within it that would be one for nothing.
    queueMicrotask(() => this.#startIfAsked(changed));
    // The link moves the focus itself while it has the floor.
    const { snapshot } = this.#flow;
    if (!showsLink(snapshot)) this.#focus.move(this.renderRoot, false, !!this.outcome);
    this.#focusProblem('problems' in snapshot ? snapshot.problems : null);
  }

  /** Whoever is in the form goes to the first field that is wrong, whether the form or the backend says so. */
  #focusProblem(problems: FieldProblems | null): void {
    const isNew = problems !== this.#problems;
    this.#problems = problems;
    if (!isNew || !this.shadowRoot?.activeElement) return;
    const invalid = 'input[aria-invalid=true], [aria-invalid=true] input';
    this.renderRoot.querySelector<HTMLElement>(invalid)?.focus();
  }

  /** Everything set in one task comes here together; whatever is not named here counts from the next step on. */
  #startIfAsked(changed: PropertyValues<this>): void {
    if (!this.#isAttached) return;
    // A snapshot that Turbo shows until the page itself is there: that one starts.
    if (ofDocument('documentElement').hasAttribute(previewMark)) return;
    // Nobody may ever come to see a page that is made in advance.
    if (ofDocument('prerendering')) {
      ofDocument('addEventListener')('prerenderingchange', () => this.requestUpdate(), bare({ once: true }));
      return;
    }
    const isOther =
      (['backendUrl', 'partner', 'exchange'] as const).some(
        (name) => changed.has(name) && changed.get(name) !== this[name],
      ) ||
      (changed.has('client') && !changed.get('client'));
    if (!this.#hasStarted) {
      this.#hasStarted = true;
      if (this.#isBack) this.#flow.resume();
      else this.#flow.start();
      this.requestUpdate();
    } else if (isOther) this.#flow.change();
    else this.#flow.updateLink();
  }
}
