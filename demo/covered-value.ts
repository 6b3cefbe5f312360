import { LitElement, css, html, type TemplateResult } from 'lit';

/** A credential that is shown only when asked for, and covered again at the next click. */
export class CoveredValue extends LitElement {
  static override properties = { value: {}, name: {}, shown: { state: true } };
  static override styles = css`
    button {
      white-space: normal;
      font: inherit;
      color: inherit;
      text-align: start;
      overflow-wrap: anywhere;
      padding: 0 0.4em;
      border: 0;
      border-radius: 4px;
      background: color-mix(in srgb, currentColor 12%, transparent);
      cursor: pointer;
    }
    button:hover {
      background: color-mix(in srgb, currentColor 20%, transparent);
    }
    button:focus-visible {
      outline: 2px solid currentColor;
      outline-offset: 1px;
    }
  `;

  /** The credential. */
  declare value: string;
  /** What it is called, for the button's name. */
  declare name: string;
  declare shown: boolean;

  constructor() {
    super();
    this.value = '';
    this.name = '';
    this.shown = false;
  }

  override render(): TemplateResult {
    const toggle = (): void => {
      this.shown = !this.shown;
    };
    return html`<button
      type="button"
      aria-expanded=${this.shown}
      aria-label=${this.shown ? `${this.name}: ${this.value}. Cover it` : `Reveal ${this.name}`}
      title=${this.shown ? 'Cover it again' : 'A credential: reveal it'}
      @click=${toggle}
    >
      ${this.shown ? this.value : '•••• reveal'}
    </button>`;
  }
}

customElements.define('covered-value', CoveredValue);
