import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { page } from './pages.js';

const shownIn = (path: string, prefix: string): readonly string[] =>
  [...page(path).prose.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, target = '']) => prefix + target);

const shown = [...shownIn('docs/styling.md', 'docs/'), ...shownIn('README.md', '')];

test('the pages show pictures that are there', () => {
  assert.ok(shown.length > 20);
  for (const path of shown) assert.ok(existsSync(path), `There is no ${path}.`);
});

test('the second element has a page that shows each of its pictures', () => {
  const folder = 'docs/pictures/add-funding-source';
  const here = shownIn(`${folder}/README.md`, '').toSorted();
  const pictures = readdirSync(folder).filter((name) => name.endsWith('.png'));
  assert.deepEqual(here, pictures.toSorted());
});

test('every state is shown, in both themes', () => {
  const states = readdirSync('docs/pictures').filter((name) =>
    /^(?!error-)[\w-]+-(light|dark)\.png$/.test(name),
  );
  assert.ok(states.length > 15);
  // The sentences of errors differ by words only; those of waiting and endings without a button likewise.
  const alike = /^(opening-frame|exited-for-good)-/;
  for (const name of states)
    if (!alike.test(name))
      assert.ok(shown.includes(`docs/pictures/${name}`), `${name} is not in docs/styling.md.`);
});
