import { LitElement, html, type TemplateResult } from 'lit';

const confirmation = 1600; // ms

/** A button that copies a text and says so for a moment. It lives in the page's own tree and wears its styles. */
export class CopyButton extends LitElement {
  static override properties = { label: {}, text: { attribute: false }, answer: { state: true } };

  /** What the button says. */
  declare label: string;
  /** What it copies. */
  declare text: string;
  declare answer: string;

  constructor() {
    super();
    this.label = '';
    this.text = '';
    this.answer = '';
  }

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override render(): TemplateResult {
    return html`<button type="button" class="quiet-button" @click=${() => void this.#copy()}>
        ${this.answer || this.label}</button
      ><span class="unseen" role="status">${this.answer}</span>`;
  }

  async #copy(): Promise<void> {
    this.answer = await navigator.clipboard.writeText(this.text).then(
      () => 'Copied',
      () => 'Copying is not allowed here',
    );
    setTimeout(() => {
      this.answer = '';
    }, confirmation);
  }
}

customElements.define('copy-button', CopyButton);
