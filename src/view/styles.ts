import { css, type CSSResult } from 'lit';

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
    --_min-height: var(--exchange-link-min-height, 10rem);
    display: block;
    font: 1rem/1.5 var(--exchange-link-font, system-ui, sans-serif);
    color: var(--_text);
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  :host([state='idle']) [part='container'] {
    display: none;
  }
  [part='container'] {
    position: relative;
    display: grid;
    min-height: var(--_min-height);
    box-sizing: border-box;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    overflow: hidden;
    outline: none;
  }
  [part='container'] > * {
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
    padding: 1.5rem 1rem;
    text-align: center;
    background: var(--_surface);
  }
  [part='message'] {
    margin: 0;
    max-width: 28rem;
    color: var(--_muted);
    text-wrap: balance;
  }
  .error [part='message'] {
    color: var(--_error);
  }
  .success [part='message'] {
    color: var(--_text);
  }
  button {
    min-height: 44px;
    padding: 0.5rem 1.25rem;
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) - 4px);
    font: inherit;
    cursor: pointer;
  }
  button:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  [part='button'] {
    font-weight: 600;
    color: var(--_on-accent);
    background: var(--_accent);
  }
  [part='close-button'] {
    color: inherit;
    background: none;
  }
  /* Whoever waits long may leave; whoever does not never sees it. */
  .late {
    animation: appear 0s 4s both;
  }
  @keyframes appear {
    from {
      visibility: hidden;
    }
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    justify-content: end;
    padding: 0.25rem;
  }
  .partner {
    display: flex;
    flex-direction: column;
  }
  [part='frame'] {
    flex: 1;
    width: 100%;
    min-height: 550px;
    border: 0;
  }
  .spinner {
    width: 1.75rem;
    height: 1.75rem;
    border: 3px solid var(--_border);
    border-top-color: var(--_accent);
    border-radius: 50%;
    animation: turn 0.9s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation-duration: 4s;
    }
  }
`;
