import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

test('the pages of the docs site show files that are there', () => {
  const shown = globSync('site/pages/*.md').flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/^<<< @\/(\S+)/gm)].map(([, path = '']) => path),
  );
  assert.ok(shown.length > 10);
  for (const path of shown) assert.ok(existsSync(path), `There is no ${path}.`);
});
