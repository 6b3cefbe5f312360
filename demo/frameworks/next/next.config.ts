import type { NextConfig } from 'next';

export default {
  // The tests keep what each bundler wrote.
  distDir: process.env.BUILT ?? '.next',
  // Then every address ends in a slash, those of the kit's routes too.
  trailingSlash: process.env.TRAILING_SLASH === 'true',
  // Lock files in folders above must not make one of those the root.
  turbopack: { root: import.meta.dirname },
  // An address that a partner returns to holds codes: no other site may read them in a Referer.
  headers: () =>
    Promise.resolve([
      { source: '/linked/:partner', headers: [{ key: 'Referrer-Policy', value: 'same-origin' }] },
    ]),
} satisfies NextConfig;
