import type { CSSResult, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import type { ExchangeClient } from '../client/client.js';
import { PageElement, styles } from '../element/shared.js';
import type { Cardholder, FieldProblems } from './account-step/describe-account.js';
import { FundingFlow, type FundingHost } from './flow.js';
import type { FundingSourceOutcome } from './outcome.js';
import { outcomeOf, type FundingSourceState } from './state.js';
import { ownStyles } from './styles.js';
import { loadTexts, sentence } from './texts/localize.js';
import { renderFunding, showsLink } from './view.js';

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
export class DwollaAddFundingSource extends PageElement implements FundingHost {
  static override styles: CSSResult[] = [styles, ownStyles];

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
  timeout = 20_000;
  /** Where the user is sent after `funding-source-added`, with the parameter `funding-source`; http(s) only. */
  successUrl = '';

  /** @internal */
  protected override readonly loadTexts = loadTexts;
  readonly #flow = new FundingFlow(this);
  /** It was in a document before, and goes on with what it has in hand. */
  #isBack = false;
  #hasStarted = false;
  #hasFormStyles = false;
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
    if (this.isConnected) this.#flow.restart();
  }

  /** @internal */
  readonly text = (key: string, partner?: string): string => sentence(this.shownLocale, key, partner);
  /** @internal */
  protected override inserted(isMove: boolean): void {
    // The link moves along, and sees to itself.
    if (isMove) return;
    this.#isBack = this.#hasStarted;
    this.#hasStarted = false;
  }

  /** @internal */
  protected override removed(): void {
    this.#flow.remove();
  }

  /** @internal */
  protected override viewFailed(): void {
    this.#flow.viewFailed();
  }

  /** `moveBefore()` is no removal. */
  connectedMoveCallback(): void {
    // Nothing to do: the link moves along.
  }

  protected override willUpdate(): void {
    this.#adoptFormStyles();
    super.willUpdate();
  }

  /** The styles of the forms come with their code. */
  #adoptFormStyles(): void {
    const { step } = this.#flow;
    if (!step || this.#hasFormStyles) return;
    this.#hasFormStyles = true;
    const { styleSheet } = step.formStyles;
    if (styleSheet) (this.renderRoot as ShadowRoot).adoptedStyleSheets.push(styleSheet);
  }

  protected override render(): TemplateResult {
    const { snapshot, isIdle, partners, step } = this.#flow;
    const { failed } = snapshot.run;
    const { accountName, cardholder } = this;
    return renderFunding(
      {
        snapshot,
        isIdle: isIdle || !this.#hasStarted,
        offered: partners.filter((name) => !failed.includes(name)),
        language: this.viewLanguage,
        text: this.text,
        given: { accountName, cardholder },
        renderForm: step?.renderAccountForm ?? null,
      },
      {
        onAction: (action) => this.#flow.act(action),
        press: this.press,
      },
    );
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    // The link moves the focus itself while it has the floor.
    const { snapshot } = this.#flow;
    if (!showsLink(snapshot)) this.moveFocus(this.renderRoot, false, !!this.outcome);
    // Whoever is in the form goes to the first field that is wrong, whether the form or the backend says so.
    const problems = 'problems' in snapshot ? snapshot.problems : null;
    if (problems !== this.#problems && this.shadowRoot?.activeElement)
      this.#flow.step?.focusProblem(this.renderRoot);
    this.#problems = problems;
  }

  /** @internal Whatever is not named here counts from the next step on. */
  protected override begin(changed: PropertyValues<this>): void {
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
