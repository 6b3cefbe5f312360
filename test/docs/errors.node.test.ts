import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import ts from 'typescript';
import type { ExchangeLinkErrorCode } from '../../src/element/error-codes.js';
import { ExchangeLinkError } from '../../src/element/errors.js';
import { english } from '../../src/element/localization/en.js';
import { page, sectionsOf } from './pages.js';

/** The members of `ExchangeLinkErrorCode`, as they stand in the source. */
function readCodes(): readonly ExchangeLinkErrorCode[] {
  const file = 'src/element/error-codes.ts';
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const union = source.statements.find(
    (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === 'ExchangeLinkErrorCode',
  );
  assert.ok(union && ts.isTypeAliasDeclaration(union) && ts.isUnionTypeNode(union.type));
  return union.type.types.map((member) => {
    assert.ok(ts.isLiteralTypeNode(member) && ts.isStringLiteral(member.literal));
    return member.literal.text as ExchangeLinkErrorCode;
  });
}

const codes = readCodes();
const errors = page('docs/errors.md');
const sections = sectionsOf(errors);
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

test('there are codes to describe', () => {
  assert.ok(codes.length > 10);
});

for (const code of codes) {
  test(`${code} has a section that says why, what to do, whether to retry, and what the user reads`, () => {
    const section = sections.get(code);
    assert.ok(section !== undefined, `docs/errors.md has no section "### ${code}".`);
    for (const part of ['Why:', 'What to do:', 'Retryable:', 'The user reads:'])
      assert.ok(section.includes(`**${part}**`), `The section of ${code} does not say "${part}".`);
  });

  test(`${code}: its message leads to that section`, () => {
    const { message } = new ExchangeLinkError(code, 'What is wrong.');
    const [, file = '', anchor = ''] = /^What is wrong\. \((\S+)#(\S+)\)$/.exec(message) ?? [];
    assert.ok(
      sectionsOf(page(file.replace('dwolla-exchange-link/', ''))).has(anchor),
      `"${message}" leads nowhere.`,
    );
  });

  test(`${code} is in the overview, with the same word on retrying as the code's own`, () => {
    const row = errors.prose.split('\n').find((line) => line.includes(`](#${code})`) && line.startsWith('|'));
    assert.ok(row, `The table of docs/errors.md has no row for ${code}.`);
    const byDefault = new ExchangeLinkError(code, '').retryable;
    const said = row.split('|').at(-2)?.trim() ?? '';
    const fits = byDefault ? ['yes', 'mostly'] : ['no', 'seldom', 'by status'];
    assert.ok(fits.includes(said), `${code}: the table says "${said}", the class says ${String(byDefault)}.`);
  });
}

test('every sentence that a user is said to read is one that users read', () => {
  const sentences: readonly string[] = Object.values(english);
  const quoted = [...oneLine(errors.prose).matchAll(/\*\*The user reads:\*\* "([^"]+)"/g)].map(
    ([, sentence]) => sentence ?? '',
  );
  assert.equal(quoted.length, codes.length);
  for (const sentence of quoted) assert.ok(sentences.includes(sentence), `Nobody reads "${sentence}".`);
});

test('no section describes a code that does not exist', () => {
  const described = errors.prose.split('\n').filter((line) => line.startsWith('### '));
  assert.deepEqual(
    described.map((line) => line.slice(4)),
    // In the order of the type, too: that of the way of an attempt.
    codes.filter((code) => described.includes(`### ${code}`)),
  );
});
