/**
 * Who is compared, in groups that do one job each. The first of a group is what the others are divided by, with the ratio
 * that is aimed at. `page` is a file of `pages/`; without it the page has the element: with a partner that nobody named,
 * with one in the `partner` parameter of its `session-url`, or with that and the kit's preload tags.
 */
const group = (partner, peer, [hint, preload, unnamed]) => ({
  partner,
  contestants: [
    { name: peer, partner, page: partner, isHinted: true },
    { name: 'the element, partner in `session-url`', partner, isHinted: true, goal: hint },
    { name: 'the same, with preload tags', partner, isHinted: true, hasPreload: true, goal: preload },
    { name: 'the element, nobody named a partner', partner, isHinted: false, goal: unnamed },
  ],
});

export const groups = [
  group('plaid', 'react-plaid-link in React', [0.6, 0.5, 0.9]),
  group('mx', 'web-widget-sdk', [1, 0.8, 1.1]),
  group('checkout', "Checkout.com's loader", [0.75, 0.65, 1]),
];

/** A page whose script tag is `autoload.js`, and what it is compared with. */
export const autoloading = [
  { name: '`dwolla-exchange-link.js`', partner: 'plaid', isHinted: true },
  { name: '`autoload.js`', partner: 'plaid', isHinted: true, isAutoloaded: true },
];

/** Compared by size only, React outside. */
export const sizesOnly = [
  { name: '`@quiltt/react`, the button', page: 'quiltt' },
  { name: '`@quiltt/react`, with its provider', page: 'quiltt-provider' },
];
