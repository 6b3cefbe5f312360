import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BackendRefusal } from '../../demo/backend.js';
import { problemOf, type Remedy } from '../../demo/problem.js';
import { page } from '../docs/pages.js';

/** What a row of the page tells the user, as the demo calls it. */
const remedies: readonly (readonly [RegExp, Remedy])[] = [
  [/link again/, 'link-again'],
  [/correct what was typed/, 'correct-input'],
  [/try again/, 'try-later'],
  [/log in again/, 'reload-page'],
  [/contact support/, 'ask-support'],
];
const { prose } = page('docs/backend.md');
const codesIn = (cell: string): readonly string[] =>
  [...cell.matchAll(/`(\w+)`/g)].map(([, code = '']) => code);
/** The table of errors: status and code of each. */
const errors = [...prose.matchAll(/^\| +([\d, ]+) \| (.+?) \|/gm)].flatMap(([, statuses = '', codes = '']) =>
  statuses.split(', ').flatMap((status) => codesIn(codes).map((code) => [Number(status), code] as const)),
);
/** The table of what to tell the user. */
const rows = [...prose.matchAll(/^\| ([^|]+?) +\| ([^|]+?) +\|$/gm)].flatMap(([, cell = '', tell = '']) => {
  const remedy = remedies.find(([words]) => words.test(tell))?.[1];
  const [met = '', exceptions = ''] = cell.split('; not ');
  return remedy === undefined ? [] : [{ met, exceptions: codesIn(exceptions), remedy }];
});

test('the demo does with every error what docs/backend.md says', () => {
  assert.ok(errors.length > 20);
  assert.deepEqual(rows.map(({ remedy }) => remedy).sort(), remedies.map(([, remedy]) => remedy).sort());
  for (const [status, code] of errors) {
    const row =
      rows.find(({ met }) => codesIn(met).includes(code)) ??
      rows.find(
        ({ met, exceptions }) => met.split(', ').includes(String(status)) && !exceptions.includes(code),
      );
    const { remedy } = problemOf(new BackendRefusal(status, { code, message: '' }), true);
    assert.equal(remedy, row?.remedy ?? 'ask-support', `${status} ${code}`);
  }
});
