import type { CSSResult, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { configure, type ExchangeLinkConfiguration } from './configuration.js';
import { warnOfAttributes } from './flow/hints.js';
import { readRecording, startRecording } from './debug/recorder.js';
import { ExchangeController, type ExchangeHost } from './flow/controller.js';
import type { ExchangeOutcome } from './flow/outcome.js';
import { removeStrays } from './flow/own-nodes.js';
import type { GetSession } from './session/get-session.js';
import type { ExchangeState } from './flow/state.js';
import { localize } from './localization/localize.js';
import type { PartnerTexts } from './partners/partner.js';
import { partners, type PartnerName } from './partners/registry.js';
import { sessionKey } from './session/parse-session.js';
import type { FetchSession } from './session/fetch-session.js';
import { styles } from './view/styles.js';
import { isPreview, PageElement } from './view/page-element.js';
import { renderView } from './view/view.js';

/**
 * Links a bank account or a debit card through a Dwolla exchange session: fetches the session from the host's backend,
 * runs the experience of the partner it belongs to, and reports exactly one outcome.
 *
 * ```html
 * <dwolla-exchange-link session-url="/exchange/session?partner=plaid"></dwolla-exchange-link>
 * ```
 *
 * @tag dwolla-exchange-link
 *
 * @attr {string} nonce - Put on every script the element adds, for strict pages. HTML's own attribute.
 * @attr state - The state, for reading; also `:state(open)` in CSS.
 *
 * @fires {ExchangeStateEvent} exchange-state - Every change of state, before the event of that state.
 * @fires {ExchangeReadyEvent} exchange-ready - The session is known and the partner's code is there.
 * @fires {ExchangeOpeningEvent} exchange-opening - Just before the partner is shown, or (with `url`) before the page is
 *   left. `preventDefault()` stops it.
 * @fires {ExchangeOpenEvent} exchange-open - The partner is in front of the user.
 * @fires {ExchangeActivityEvent} exchange-activity - A step inside the partner, under the partner's own name.
 * @fires {ExchangeSuccessEvent} exchange-success - The user finished. The detail says what the backend does next.
 * @fires {ExchangeExitEvent} exchange-exit - The user (`reason: 'user'`) or the page (`'host'`) left. `error` is
 *   `{ type, code }` of the last error.
 * @fires {ExchangeErrorEvent} exchange-error - It cannot go on. `message` is for developers.
 *
 * @slot loading - In place of the element's own view while loading.
 * @slot ready - While it waits for a click; call `open()` from your own button.
 * @slot success - After success.
 * @slot exited - After an exit.
 * @slot error - After an error.
 *
 * @csspart container - The box around everything.
 * @csspart status - The live region; not visible.
 * @csspart message - The sentence.
 * @csspart button - Start, try again, or "Open your bank".
 * @csspart close-button - Cancel a wait, or close a partner's frame.
 * @csspart frame - The partner's frame.
 *
 * @cssstate idle - Nothing to do: there is no session to ask for. The element shows nothing.
 * @cssstate loading - The session is fetched, then the partner's code.
 * @cssstate ready - A click or `open()` is waited for; passed through at once where none is needed.
 * @cssstate opening - The partner is starting.
 * @cssstate open - The partner reported that its UI is in front of the user.
 * @cssstate redirecting - The browser is leaving the page.
 * @cssstate success - Ended: the user finished.
 * @cssstate exited - Ended: the user or the page left.
 * @cssstate error - Ended: it cannot go on.
 *
 * @cssprop [--exchange-link-accent=light-dark(#3d3bd6, #a5a8ff)] - Buttons, focus.
 * @cssprop [--exchange-link-on-accent=light-dark(#fff, #14143d)] - Text on buttons.
 * @cssprop [--exchange-link-surface=light-dark(#fff, #16181d)] - Background.
 * @cssprop [--exchange-link-text=light-dark(#1b1d22, #f0f1f4)] - Text.
 * @cssprop [--exchange-link-muted=light-dark(#5a6070, #a9b0be)] - Quiet text.
 * @cssprop [--exchange-link-error=light-dark(#b3261e, #ffb4ab)] - Text of errors.
 * @cssprop [--exchange-link-border=light-dark(#d9dce3, #3a3f4a)] - Lines.
 * @cssprop [--exchange-link-radius=12px] - Corners.
 * @cssprop [--exchange-link-font=system-ui, sans-serif] - Font family.
 * @cssprop [--exchange-link-min-height=13.5rem] - Least height, so that nothing jumps; 38rem for a frame, 24rem for Flow.
 */
export class DwollaExchangeLink extends PageElement implements ExchangeHost {
  static override styles: CSSResult = styles;

  static override properties: PropertyDeclarations = {
    sessionUrl: { attribute: 'session-url' },
    session: { attribute: false },
    getSession: { attribute: false },
    fetchSession: { attribute: false },
    credentials: {},
    partner: {},
    launch: {},
    reauth: { type: Boolean },
    checkoutPublicKey: { attribute: 'checkout-public-key' },
    timeout: { type: Number },
    locale: {},
  };

  /** The package's version. */
  static readonly version: string = __VERSION__;

  /**
   * Points the element at a simulator or a proxy, sets Checkout Flow's options, adds texts. Counts from the next
   * attempt on, for every element of the page.
   * @throws TypeError for a script or a host that could not be trusted
   */
  static configure(config: ExchangeLinkConfiguration): void {
    if (!configure(config)) return;
    startRecording();
    void import('./debug/timeline.js').then(({ watch }) => watch(readRecording));
  }

  /**
   * What a report of a problem needs: versions, settings, states and, with `configure({ debug: true })` or
   * `?exchange-debug` in the address, the timeline.
   * @returns JSON without a secret in it
   */
  static async supportBundle(): Promise<string> {
    const { supportBundle } = await import('./debug/timeline.js');
    return supportBundle(DwollaExchangeLink.version, readRecording);
  }

  /**
   * Warms a partner's code up where the host knows early who it will be.
   * @returns settled when the code is there; a failure is left for the attempt to report
   */
  static async preload(partner: PartnerName): Promise<void> {
    await ExchangeController.preload(partner);
  }

  /** Where to GET the session, on the page's own backend; http(s), relative to the document. Setting it starts. */
  sessionUrl = '';
  /** A session you have; no request is made. */
  session: object | null = null;
  /**
   * Asked for a session in place of `session-url`, with `{ reason, signal }`. Null is allowed for `reason: 'return'`
   * only.
   */
  getSession: GetSession | null = null;
  /** In place of `fetch` for `session-url`, for instance to add a header. */
  fetchSession: FetchSession | null = null;
  /** Of the session request. */
  credentials: RequestCredentials = 'same-origin';
  /**
   * Only this partner. Its code is then fetched beside the session instead of after it. Without it, a name in the `partner`
   * parameter of `session-url` is a hint: the code is fetched early too, and the session decides.
   */
  partner: PartnerName | '' = '';
  /**
   * `auto` shows Plaid at once, a partner inside the element as soon as it is in view (until then the state is `ready`),
   * and Visa behind a button (a page is never left without a click or an `open()`). `manual` waits for the button or
   * `open()` always.
   */
  launch: 'auto' | 'manual' = 'auto';
  /**
   * The session logs in again for an exchange that exists. Success then says `reauth: true` and has no
   * `exchangeRequest`. Plaid's `is_update_mode` counts as well.
   */
  reauth = false;
  /** Checkout.com's key, which is not in the session. `pk_sbox_…` and `pk_test_…` mean its sandbox. */
  checkoutPublicKey = '';
  /**
   * Timeout for each step, in ms: the session with all tries; the partner's code and script; the partner's UI until its
   * first message.
   */
  timeout = 20_000;
  /**
   * Language of the texts and of Checkout.com, a BCP 47 tag. Else the nearest `lang`, else the browser's. The other
   * partners' language is fixed when the session is made.
   */
  locale = '';

  readonly #flow = new ExchangeController(this);
  #hasArrived = false;
  #wasHere = false;
  #isRestored = false;
  #sessionKey = '';
  /** How many times the host has called `close()`. */
  #closings = 0;
  /** Looks whether the partner's frame is still the one that was put there. */
  #checkFrame = (): void => undefined;
  /** State of the attempt; also the attribute `state`, and `:state(open)` in CSS. */
  get state(): ExchangeState {
    return this.#flow.snapshot.state;
  }
  /** The session's partner, or null while it is unknown. */
  get activePartner(): PartnerName | null {
    return this.#flow.snapshot.partner;
  }
  /** How the last attempt ended, or null: for pages whose listeners came late. */
  get outcome(): ExchangeOutcome | null {
    return this.#flow.snapshot.outcome;
  }

  /** Shows the partner's UI (for Visa: redirects the page). Resolves when it is shown, opening was cancelled, or the attempt ended. */
  async open(): Promise<void> {
    const { outcome } = this;
    // If the attempt ended in the meantime, there is nothing left to open.
    await this.#whenReady(async () => {
      if (!this.outcome || this.outcome === outcome) await this.#flow.open();
    });
  }
  /** Ends a running attempt as an exit with reason `host`. */
  close(): void {
    this.#closings++;
    this.#flow.close('host');
  }
  /** Forgets the session and starts over with a new one. */
  async reload(): Promise<void> {
    await this.#whenReady(() => this.#flow.reload());
  }

  /**
   * Waits for changes made in the same task. Does nothing if the element has left the document by then, or `close()` was
   * called meanwhile.
   */
  async #whenReady(run: () => Promise<void>): Promise<void> {
    const closings = this.#closings;
    if (this.isConnected) await this.updateComplete;
    if (this.isConnected && closings === this.#closings && !isPreview()) await run();
  }

  /** @internal */
  readonly text = (key: string, texts?: PartnerTexts): string => {
    const partner = this.#flow.snapshot.partner ?? this.#flow.hint;
    const locale = this.shownLocale;
    return localize(
      locale,
      key,
      partner ? partners[partner].label : localize(locale, 'unknownPartner', ''),
      texts,
    );
  };
  /** @internal */
  readonly showFrame = (frame: HTMLIFrameElement): void => {
    // The attribute, for jsdom 26 has no property of it.
    frame.setAttribute('part', 'frame');
    // The holder is part of every rendering, so that no rendering ever makes the frame anew.
    this.renderRoot.querySelector('.partner')?.append(frame);
    const { contentWindow } = frame;
    // Firefox 153 loads a frame in a shadow tree anew even when moveBefore() moves it: then it is a move like any other.
    this.#checkFrame = () => {
      if (frame.isConnected && frame.contentWindow !== contentWindow) this.#flow.moved();
    };
    frame.addEventListener('load', this.#checkFrame);
  };

  /** @internal */
  protected override inserted(isMove: boolean): void {
    if (isMove) {
      this.#flow.moved();
      return;
    }
    // A copy of an element that has ended shows that outcome, and begins nothing.
    this.#isRestored = !this.#wasHere && this.#flow.restore();
    this.#wasHere = true;
    this.#hasArrived = false;
    warnOfAttributes(this);
    removeStrays(this);
  }

  /** @internal */
  protected override removed(): void {
    this.#flow.remove();
  }

  /** @internal */
  protected override viewFailed(error: unknown): void {
    this.#flow.viewFailed(error);
  }

  /** `moveBefore()` keeps frames alive; without this method it would count as a removal. */
  connectedMoveCallback(): void {
    this.#checkFrame();
  }

  protected override willUpdate(): void {
    super.willUpdate();
    if (!/^(omit|include)$/.test(this.credentials)) this.credentials = 'same-origin';
  }

  protected override render(): TemplateResult {
    return renderView(this.#flow, this);
  }

  protected override updated(changed: PropertyValues<this>): void {
    // Its title came with it, perhaps before the texts of its language.
    const frame = this.renderRoot.querySelector<HTMLIFrameElement>('[part=frame]');
    if (frame) frame.title = this.text('frame');
    super.updated(changed);
    this.moveFocus(this.renderRoot, this.state === 'open', !!this.outcome);
  }

  /** @internal Changes made in the same task are batched. Properties not listed here apply from the next attempt on. */
  protected override begin(changed: PropertyValues<this>): void {
    const { outcome } = this;
    const previous = this.#sessionKey;
    if (changed.has('session')) this.#sessionKey = sessionKey(this.session);
    // Set to something else and back again in one task, it is as it was.
    const isOther =
      this.#sessionKey !== previous ||
      (['sessionUrl', 'partner'] as const).some(
        (name) => changed.has(name) && changed.get(name) !== this[name],
      );
    if (!this.#hasArrived) {
      this.#hasArrived = true;
      // The parser may have come to the children only now.
      removeStrays(this);
      if (!this.#isRestored) this.#flow.arrive();
    } else if (isOther || (changed.has('getSession') && !changed.get('getSession'))) this.#flow.change();
    else if (
      changed.has('checkoutPublicKey') &&
      outcome?.type === 'error' &&
      outcome.detail.code === 'missing-public-key'
    )
      this.#flow.retry();
  }
}
