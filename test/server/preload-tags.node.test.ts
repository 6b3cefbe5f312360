import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preloadTags } from '../../src/server/index.js';

test('the session alone, for a page whose bundle holds the element', () => {
  assert.equal(
    preloadTags({ sessionUrl: '/exchange/session?partner=mx&a="<b>' }),
    '<link rel="preload" as="fetch" href="/exchange/session?partner=mx&amp;a=&quot;&lt;b>" crossorigin>',
  );
});

test('with cookies of another origin, as the element asks', () => {
  assert.match(
    preloadTags({ sessionUrl: 'https://api.example.com/session', credentials: 'include' }),
    / crossorigin="use-credentials">$/,
  );
});

test('the element and the partner’s own script', () => {
  assert.equal(
    preloadTags({ sessionUrl: '/s', elementUrl: '/element/dwolla-exchange-link.js?v=1', partner: 'plaid' }),
    [
      '<link rel="preload" as="fetch" href="/s" crossorigin>',
      '<link rel="modulepreload" href="/element/dwolla-exchange-link.js?v=1">',
      '<link rel="preload" as="script" href="https://cdn.plaid.com/link/v2/stable/link-initialize.js">',
    ].join('\n'),
  );
});
