import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page } from './pages.js';

const { blocks, prose } = page('docs/content-security-policy.md');

/** The sources of each directive. */
const policyIn = (text: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    text.split(/; */).map((directive) => {
      const [name = '', ...sources] = directive.trim().split(' ');
      return [name, sources];
    }),
  );

test('the example with nonces allows all that Plaid needs by the table', () => {
  const needed = /^\| `plaid` +\| `([^`]+)`/m.exec(prose)?.[1];
  const example = blocks.find(({ code }) => code.includes("'strict-dynamic'"));
  assert.ok(needed && example);
  const allowed = policyIn(example.code.replace('Content-Security-Policy: ', ''));
  for (const [directive, sources] of policyIn(needed))
    // A script that the element adds needs no source beside the nonce.
    if (directive !== 'script-src')
      for (const source of sources)
        assert.ok(allowed.get(directive)?.includes(source), `${directive} ${source}`);
});
