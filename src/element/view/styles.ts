import { css, type CSSResult } from 'lit';

/**
 * The looks of the element. Everything a host may set comes in through `--exchange-link-…`; the `--_…` beside them are
 * the values in force, resolved against the inherited `color-scheme`, which Checkout Flow is given too.
 */
export const styles: CSSResult = css`
  :host {
    --_accent: var(--exchange-link-accent, light-dark(#3d3bd6, #a5a8ff));
    --_on-accent: var(--exchange-link-on-accent, light-dark(#fff, #14143d));
    --_surface: var(--exchange-link-surface, light-dark(#fff, #16181d));
    --_text: var(--exchange-link-text, light-dark(#1b1d22, #f0f1f4));
    --_muted: var(--exchange-link-muted, light-dark(#5a6070, #a9b0be));
    --_error: var(--exchange-link-error, light-dark(#b3261e, #ffb4ab));
    --_border: var(--exchange-link-border, light-dark(#d9dce3, #3a3f4a));
    --_radius: var(--exchange-link-radius, 12px);
    display: block;
    min-width: 0;
    font: 1rem/1.5 var(--exchange-link-font, system-ui, sans-serif);
    color: var(--_text);
  }
  /* Chrome before 123, Firefox before 120 and Safari before 17.5 have the light colors only. */
  @supports not (color: light-dark(red, red)) {
    :host {
      --_accent: var(--exchange-link-accent, #3d3bd6);
      --_on-accent: var(--exchange-link-on-accent, #fff);
      --_surface: var(--exchange-link-surface, #fff);
      --_text: var(--exchange-link-text, #1b1d22);
      --_muted: var(--exchange-link-muted, #5a6070);
      --_error: var(--exchange-link-error, #b3261e);
      --_border: var(--exchange-link-border, #d9dce3);
    }
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  /* Nothing to see; but a live region has to be there before it says its first word. */
  :host([state='idle']) [part='container'] {
    display: contents;
  }
  [part='container'] {
    position: relative;
    display: grid;
    min-height: var(--exchange-link-min-height, 13.5rem);
    box-sizing: border-box;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    overflow: hidden;
  }
  /* In the final size from the moment it is known who is coming, so that nothing jumps when they come. */
  .frame[part='container'] {
    min-height: var(--exchange-link-min-height, 38rem);
    overflow: visible;
  }
  .inline[part='container'] {
    min-height: var(--exchange-link-min-height, 24rem);
  }
  .view,
  .partner {
    grid-area: 1 / 1;
    min-width: 0;
  }
  [part='status'] {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .view {
    z-index: 1;
    display: grid;
    gap: 1rem;
    place-content: center;
    justify-items: center;
    padding: 1.25rem 1rem;
    text-align: center;
    overflow-wrap: anywhere;
    border-radius: max(0px, var(--_radius) - 1px);
    background: var(--_surface);
  }
  [part='message'] {
    margin: 0;
    max-width: 30rem;
    text-wrap: balance;
    unicode-bidi: plaintext;
  }
  /* Where focus is put, not where a user takes it. */
  [tabindex] {
    outline: none;
  }
  /* Above the sentence: the mark of an outcome, or placeholder bars. */
  [part='message']::before {
    display: block;
    margin: 0 auto 1rem;
    width: 2.5rem;
    border: 2px solid;
    border-radius: 50%;
    font-size: 1.25rem;
    font-weight: 600;
    line-height: 2.5rem;
    color: var(--_accent);
  }
  .success [part='message']::before {
    content: '✓' / '';
  }
  .exited [part='message']::before {
    color: var(--_muted);
    content: '–' / '';
  }
  .error [part='message']::before {
    color: var(--_error);
    content: '!' / '';
  }
  .waiting [part='message']::before {
    width: min(18rem, 70vw);
    /* As high as a mark, so that the sentence stays where it is. */
    height: calc(2.5rem + 4px);
    border: 0;
    border-radius: 6px;
    background: repeating-linear-gradient(var(--_border) 0 0.75rem, transparent 0 1rem);
    content: '';
  }
  button {
    box-sizing: border-box;
    min-width: 44px;
    min-height: 44px;
    max-width: 100%;
    padding: 0.5rem 1.25rem;
    border: 1px solid transparent;
    border-radius: max(0px, var(--_radius) - 4px);
    font: inherit;
    cursor: pointer;
  }
  button:focus-visible {
    outline: 3px solid var(--_accent);
    outline-offset: 2px;
  }
  [part='button'] {
    font-weight: 600;
    color: var(--_on-accent);
    background: var(--_accent);
  }
  [part='button']:hover {
    background: color-mix(in oklab, var(--_accent), var(--_text) 15%);
  }
  [part='close-button'] {
    color: inherit;
    background: none;
  }
  [part='close-button']:hover {
    border-color: var(--_border);
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    justify-content: end;
    padding: 0.25rem;
  }
  .bar:not(:has(*), .frame *) {
    padding: 0;
  }
  /* Room for the button to come, so that the frame below it stays where it is. */
  .frame .bar {
    min-height: 44px;
  }
  .partner {
    display: flex;
    flex-direction: column;
  }
  /* Below 320px MX shows nothing but "Unsupported Resolution": a frame reaches over the borders and paddings around it
     before it gets narrower than that. */
  [part='frame'] {
    flex: 1;
    align-self: center;
    width: max(100%, min(320px, 100vw));
    min-height: 550px;
    border: 0;
    border-radius: 0 0 max(0px, var(--_radius) - 1px) max(0px, var(--_radius) - 1px);
  }
  /* Whatever is over in no time is not worth a flicker. The sentence is there all the same: it may have the focus. */
  .waiting [part='message'] {
    color: var(--_muted);
    animation: fade 0s 0.25s both;
  }
  .waiting button {
    animation: appear 0s 0.25s both;
  }
  .waiting .late {
    animation-delay: 4s;
  }
  @keyframes fade {
    from {
      opacity: 0;
    }
  }
  @keyframes appear {
    from {
      visibility: hidden;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .waiting [part='message']::before {
      animation: breathe 1.6s ease-in-out infinite alternate;
    }
    @keyframes breathe {
      to {
        opacity: 0.35;
      }
    }
  }
  @media (forced-colors: active) {
    button {
      border-color: ButtonText;
    }
  }
`;
