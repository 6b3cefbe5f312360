/**
 * Who is compared, in groups that do one job each. The first of a group is what the others are divided by.
 * `page` is a file of `pages/`; without it the page has the element, with these attributes.
 */
export const groups = [
  {
    partner: 'plaid',
    contestants: [
      { name: 'react-plaid-link in React', page: 'plaid' },
      { name: 'the element', attributes: '' },
      { name: 'the element, `partner` given', attributes: 'partner="plaid"' },
    ],
  },
  {
    partner: 'mx',
    contestants: [
      { name: 'web-widget-sdk', page: 'mx' },
      { name: 'the element', attributes: '' },
      { name: 'the element, `partner` given', attributes: 'partner="mx"' },
    ],
  },
  {
    partner: 'checkout',
    contestants: [
      { name: "Checkout.com's loader", page: 'checkout' },
      { name: 'the element', attributes: '' },
      { name: 'the element, `partner` given', attributes: 'partner="checkout"' },
    ],
  },
];

/** Compared by size only, React outside. */
export const sizesOnly = [
  { name: '`@quiltt/react`, the button', page: 'quiltt' },
  { name: '`@quiltt/react`, with its provider', page: 'quiltt-provider' },
];
