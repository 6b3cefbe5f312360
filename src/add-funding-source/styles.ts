import type { CSSResult } from 'lit';
import { css } from '../element/shared.js';

/** What this element has beside the looks of `<dwolla-exchange-link>`. The custom properties are the same. */
export const ownStyles: CSSResult = css`
  /* The link inside draws its own box. */
  .inner[part='container'],
  .empty[part='container'] {
    display: block;
    min-height: 0;
    border: 0;
    background: none;
    overflow: visible;
  }
  .link {
    min-width: 0;
  }
  form,
  .partners {
    display: grid;
    gap: 1rem;
    width: min(24rem, 100%);
    min-width: 0;
    text-align: start;
  }
  .view:has(form, .partners) {
    justify-items: stretch;
    place-content: center;
    grid-template-columns: minmax(0, 24rem);
  }
`;
