import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { readImports } from '../support/read-imports.js';

const read = (file: string): string => readFileSync(file, 'utf8');
const entries = ['dist/dwolla-exchange-link.js', 'dist/index.js'];
const scripts = globSync('dist/**/*.js');
const partnerNames = ['checkout', 'plaid', 'mx', 'visa', 'flinks', 'mastercard'];

/** The chunk of a partner among the files that an entry fetches lazily. */
function partnerChunks(entry: string): readonly string[] {
  const lazy = filesBehind(entry, ['static', 'lazy']).filter((file) => file !== entry);
  return lazy.filter((file) => partnerNames.some((name) => basename(file).startsWith(name)));
}

/** A file and everything it brings along through imports of these kinds. */
function filesBehind(file: string, kinds: readonly string[], found = new Set<string>()): readonly string[] {
  if (found.has(file)) return [];
  found.add(file);
  for (const { from, kind } of readImports(file)) {
    if (!from.startsWith('.') || !kinds.includes(kind)) continue;
    filesBehind(normalize(join(dirname(file), from)), kinds, found);
  }
  return [...found];
}

test('both entry points are there, and the types of the package', () => {
  for (const file of [...entries, 'dist/types/element/index.d.ts'])
    assert.ok(existsSync(file), `${file} is missing.`);
});

test('every built script is one that browsers and Node can parse', () => {
  assert.ok(scripts.length > 0);
  for (const file of scripts) execFileSync(process.execPath, ['--check', file], { stdio: 'pipe' });
});

test('no decorator and no accessor field is left for a browser to stumble over', () => {
  for (const file of scripts) {
    const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      assert.ok(!ts.isDecorator(node), `${file} holds a decorator.`);
      assert.ok(node.kind !== ts.SyntaxKind.AccessorKeyword, `${file} holds an accessor field.`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
});

for (const entry of entries) {
  test(`${entry} fetches every partner when a session needs it, and none before`, () => {
    const chunks = partnerChunks(entry);
    for (const name of partnerNames)
      assert.ok(
        chunks.some((file) => basename(file).startsWith(name)),
        `There is no chunk of ${name}.`,
      );
    const eager = filesBehind(entry, ['static']);
    assert.deepEqual(
      eager.filter((file) => chunks.includes(file)),
      [],
    );
  });

  test(`no chunk behind ${entry} brings the entry along a second time`, () => {
    const chunks = filesBehind(entry, ['static', 'lazy']).filter((file) => file !== entry);
    for (const chunk of chunks)
      assert.ok(!filesBehind(chunk, ['static']).includes(entry), `${chunk} imports ${entry}.`);
  });

  test(`every file behind ${entry} is there`, () => {
    for (const file of filesBehind(entry, ['static', 'lazy']))
      assert.ok(existsSync(file), `${file} is missing.`);
  });
}

test('the script-tag file needs nothing but the files beside it', () => {
  for (const file of filesBehind('dist/dwolla-exchange-link.js', ['static', 'lazy']))
    for (const { from } of readImports(file))
      assert.match(from, /^\.\.?\//, `${file} imports ${from}, which no browser finds.`);
});

test('the kit needs nothing but the files beside it, and nothing of Node', () => {
  const files = filesBehind('dist/server/index.js', ['static', 'lazy']);
  assert.deepEqual(files, ['dist/server/index.js', 'dist/server/zod.js']);
  for (const file of files)
    for (const { from } of readImports(file)) assert.match(from, /^\.\//, `${file} imports ${from}.`);
});

test('importing the package on a server does not throw', () => {
  const script = `
    const { DwollaExchangeLink, ExchangeLinkError, classifySession } = await import('./dist/index.js');
    if (typeof DwollaExchangeLink !== 'function' || typeof ExchangeLinkError !== 'function') throw new Error('exports');
    console.log(classifySession({ externalProviderSessionToken: 'link-sandbox-1' }));
  `;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  assert.equal(output.trim(), 'plaid');
});

test('importing the package on a server with a registry of elements defines nothing and writes nothing', () => {
  const script = `
    // As Lit's package for servers, and frameworks that render on one, put it there.
    const defined = new Map([['dwolla-exchange-link', class {}]]);
    globalThis.customElements = { get: (name) => defined.get(name), define: (name, type) => defined.set(name, type) };
    for (const name of ['index', 'react', 'vue', 'svelte', 'solid', 'autoload']) await import('./dist/' + name + '.js');
    if (defined.size !== 1) throw new Error([...defined.keys()].join());
  `;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout, stderr.slice(0, 500)], [0, '', '']);
});
