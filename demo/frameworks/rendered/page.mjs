import { html } from 'hono/html';

/** What will be there: the partner's frame or form, or the element's own sentence and button. */
const heights = { mx: '38rem', checkout: '24rem', plaid: '13.5rem', visa: '13.5rem' };

export const page = (partner) => html`
  <script type="module" src="/element/dwolla-add-funding-source.js"></script>
  <h1>Add an account</h1>
  <dwolla-add-funding-source
    backend-url="/api/dwolla"
    partner="${partner}"
    checkout-public-key="pk_sbox_simulatedkeyforcheckoutflow"
    success-url="/added"
    style="--exchange-link-min-height: ${heights[partner]}"
  ></dwolla-add-funding-source>
  <p>Linking takes a minute. Your first payment comes two days later.</p>
`;
