import { LitElement, type PropertyValues } from 'lit';
import { ofDocument } from '../browser/document.js';
import { bare } from '../browser/own.js';
import { inheritedLanguage } from '../localization/inherited-language.js';
import { loadLanguage, shownLanguage } from '../localization/localize.js';
import { makeFocus } from './focus.js';
import { makePressGuard } from './press-guard.js';

const previewMark = 'data-turbo-preview';

/** Whether the page is a snapshot that is shown for a moment. */
export const isPreview = (): boolean => ofDocument('documentElement').hasAttribute(previewMark);

/**
 * What both elements do alike: they begin once however often they are moved, wait until a page is there to stay, show their
 * state and the user's language, and say something even where Lit can show nothing.
 */
export abstract class PageElement extends LitElement {
  abstract locale: string;
  abstract timeout: number;
  abstract get state(): string;

  /** Whether it is in a document, a move within that left aside. */
  #isAttached = false;
  readonly #focus = makeFocus(this);
  /** @internal */
  readonly press = makePressGuard(() => this.#focus.keep(true));
  // happy-dom, where apps' unit tests run, has none; jsdom's has no states.
  readonly #internals = (this.attachInternals as (() => ElementInternals) | undefined)?.call(this);
  readonly #preview = new MutationObserver(() => this.requestUpdate());
  /** A copy has the attribute before it has the state. */
  #shownState = '';
  /** The locale whose texts were requested last. */
  #language = '';
  /** The sentence in place of a view that could not be rendered. */
  #plainView: HTMLElement | null = null;

  constructor() {
    super();
    // Lit asks for these before it sets them, and would take what the page has put on its prototypes.
    Reflect.set(this, 'renderRoot', undefined);
    bare(this.renderOptions);
  }

  /** @internal It has come into a document, or to another place in it. */
  protected abstract inserted(isMove: boolean): void;
  /** @internal It has left the document: what runs ends silently. */
  protected abstract removed(): void;
  /** @internal It cannot show itself. */
  protected abstract viewFailed(error: unknown): void;
  /** @internal Begins, or goes on with what was set in one task, once the page is there to stay. */
  protected abstract begin(changed: PropertyValues<this>): void;
  /** @internal Fetches the texts of a language. Never rejects. */
  protected readonly loadTexts: (locale: string) => Promise<void> = loadLanguage;

  /** @internal */
  abstract readonly text: (key: string) => string;
  /** @internal */
  get shownLocale(): string {
    return this.locale || inheritedLanguage(this) || navigator.language;
  }
  /** @internal */
  get viewLanguage(): string {
    const shown = shownLanguage(this.shownLocale);
    return shown === inheritedLanguage(this) ? '' : shown;
  }
  /** @internal */
  readonly keepFocus = this.#focus.keep;
  /** @internal */
  protected readonly moveFocus = this.#focus.move;
  /** @internal */
  flowChanged(): void {
    const { state } = this;
    if (this.#shownState !== state || this.getAttribute('state') !== state) {
      this.#shownState = state;
      this.setAttribute('state', state);
      try {
        this.#internals?.states.clear();
        this.#internals?.states.add(state);
      } catch {
        // Safari before 17.4 and Firefox before 126 have no such states, Chrome before 125 refuses names without dashes.
        // They are for styles only: the attribute `state` carries the same value.
      }
    }
    this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const isMove = this.#isAttached;
    this.#isAttached = true;
    this.inserted(isMove);
    if (isMove) return;
    this.flowChanged();
    // An element that stays from the preview in the page itself begins there.
    this.#preview.observe(ofDocument('documentElement'), bare({ attributeFilter: [previewMark] }));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A move within the document is a removal and an insertion in the same task.
    queueMicrotask(() => {
      if (this.isConnected || !this.#isAttached) return;
      this.#isAttached = false;
      this.#preview.disconnect();
      this.removed();
    });
  }

  protected override willUpdate(): void {
    if (!(this.timeout > 0)) this.timeout = 20_000; // ms
    if (this.#language === this.shownLocale) return;
    this.#language = this.shownLocale;
    void this.loadTexts(this.#language).then(() => this.requestUpdate());
  }

  protected override performUpdate(): void {
    try {
      super.performUpdate();
      this.#plainView?.remove();
      this.#plainView = null;
    } catch (error) {
      // Lit calls on `document` what an element of the page may hide.
      if (!this.#plainView) {
        this.#plainView = ofDocument('createElement')('p');
        this.#plainView.textContent = this.text('errorSetup');
        this.renderRoot.append(this.#plainView);
      }
      queueMicrotask(() => this.viewFailed(error));
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    // After the update: starting renders again, and within it that would be one for nothing.
    queueMicrotask(() => {
      // A snapshot that Turbo shows until the page itself is there: that one starts.
      if (!this.#isAttached || isPreview()) return;
      // A prerendered page may never be shown, and a session can be used only once.
      if (ofDocument('prerendering'))
        ofDocument('addEventListener')('prerenderingchange', () => this.requestUpdate());
      else this.begin(changed);
    });
  }
}
