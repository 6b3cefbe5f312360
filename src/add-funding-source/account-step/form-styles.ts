import type { CSSResult } from 'lit';
import { css } from '../../element/shared.js';

/** The forms. */
export const formStyles: CSSResult = css`
  .view:has(form) [part='message'] {
    font-weight: 600;
  }
  .field,
  .choice {
    display: grid;
    gap: 0.25rem;
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }
  legend {
    padding: 0;
    margin-bottom: 0.25rem;
  }
  input {
    font: inherit;
    color: inherit;
  }
  [part='input'] {
    box-sizing: border-box;
    width: 100%;
    min-height: 44px;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--_muted);
    border-radius: max(0px, var(--_radius) - 4px);
    background: transparent;
  }
  .option {
    display: flex;
    gap: 0.75rem;
    align-items: center;
    min-height: 44px;
    padding: 0.25rem 0.75rem;
    border: 1px solid var(--_border);
    border-radius: max(0px, var(--_radius) - 4px);
    box-sizing: border-box;
    cursor: pointer;
  }
  .option span {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  /* A sentence that nobody has translated keeps its own direction, at the side where its field begins. */
  .field label,
  legend,
  .option span,
  .problem {
    justify-self: start;
    unicode-bidi: plaintext;
  }
  [type='radio'] {
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    margin: 0;
    accent-color: var(--_accent);
  }
  input:focus-visible {
    outline: 3px solid var(--_accent);
    outline-offset: 2px;
  }
  [aria-invalid='true'],
  [aria-invalid='true'] .option {
    border-color: var(--_error);
  }
  .problem {
    color: var(--_error);
  }
`;
