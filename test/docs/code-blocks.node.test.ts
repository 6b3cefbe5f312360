import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { partners } from '../../src/element/partners/registry.js';
import { classifySession } from '../../src/element/session/resolve-partner.js';
import { partnerOutcomes } from '../../src/simulator/driver.js';
import { type CodeBlock, page, pages, sectionsOf } from './pages.js';
import { openingTags, unclosedTags } from './html.js';
import { readInterface } from './interface.js';
import { problemsOfTypes } from './types-of-blocks.js';
import { skipWhenQuick } from '../support/quick.js';

const element = readInterface();
// Those of the guides are the files of apps that are built and driven: guides.node.test.ts compares them.
// So are those of docs/testing.md that are named: an app's unit tests.
const blocks = pages.flatMap(({ path, blocks }) => {
  if (path.startsWith('docs/guides/')) return [];
  return path === 'docs/testing.md' ? blocks.filter(({ note }) => note === '') : blocks;
});
const inLanguage = (...languages: readonly string[]): readonly CodeBlock[] =>
  blocks.filter(({ language }) => languages.includes(language));
const everywhere = pages.map(({ path, text }) => ({ path, text }));

/** What is found of a pattern's first group, in all pages, and is none of the names. */
function unknownNames(pattern: RegExp, names: readonly string[]): readonly string[] {
  return everywhere.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)]
      .map(([, name = '']) => name)
      .filter((name) => !names.includes(name))
      .map((name) => `${path}: ${name}`),
  );
}

test('every block says in which language it is, and it is one that is checked here or only shown', () => {
  const known = ['ts', 'html', 'sh', 'json', 'css', 'http', 'text'];
  assert.deepEqual(
    blocks.filter(({ language }) => !known.includes(language)).map(({ where }) => where),
    [],
  );
  assert.ok(inLanguage('ts').length > 5 && inLanguage('html').length > 3 && inLanguage('sh').length > 3);
});

test(
  'TypeScript, and the scripts inside HTML, pass the compiler against the sources',
  { timeout: 300_000, skip: skipWhenQuick },
  () => {
    assert.deepEqual(problemsOfTypes(inLanguage('ts', 'html')), []);
  },
);

test("a block that is compiled where its file lies in a reader's project says so to its reader too", () => {
  const placed = blocks.filter(({ note }) => note.endsWith('.ts') && !note.startsWith('src/'));
  assert.ok(placed.length > 0);
  for (const { where, note } of placed)
    assert.ok(page(where.replace(/:.*/, '')).prose.includes(`\`${note}\``), where);
});

test('HTML closes what it opens, and gives the element nothing that it does not know', () => {
  const values: Readonly<Record<string, readonly string[]>> = {
    partner: Object.keys(partners),
    launch: ['auto', 'manual'],
    credentials: ['same-origin', 'include', 'omit'],
    slot: element.slots,
  };
  const common = ['id', 'class', 'lang', 'nonce', 'hidden', 'style', 'slot'];
  for (const { where, code } of inLanguage('html')) {
    assert.deepEqual(unclosedTags(code), [], where);
    for (const { name, attributes } of openingTags(code)) {
      if (name === 'dwolla-exchange-link')
        for (const attribute of attributes.keys())
          assert.ok(
            [...element.attributes, ...common].includes(attribute),
            `${where}: attribute ${attribute}`,
          );
      for (const [attribute, known] of Object.entries(values)) {
        const value = attributes.get(attribute);
        if (value !== undefined && (name === 'dwolla-exchange-link' || attribute === 'slot'))
          assert.ok(known.includes(value), `${where}: ${attribute}="${value}"`);
      }
    }
  }
});

test('listeners listen to events that exist', () => {
  const listening = /(?:addEventListener\(\s*'|[@(]|\bon)(exchange-[a-z-]+)(?=['")=])/g;
  assert.deepEqual(unknownNames(listening, element.events), []);
});

test('parts, custom properties and states of style sheets exist', () => {
  assert.deepEqual(unknownNames(/::part\(([\w-]+)\)/g, element.parts), []);
  assert.deepEqual(unknownNames(/(--exchange-link-[\w-]+)/g, element.customProperties), []);
  assert.deepEqual(unknownNames(/:state\(([\w-]+)\)/g, element.states), []);
});

test('JSON is JSON, and every session in it is the session of the partner whose section it stands in', () => {
  for (const { where, code } of inLanguage('json')) assert.doesNotThrow(() => void JSON.parse(code), where);
  const sections = sectionsOf(page('docs/partners.md'));
  for (const name of Object.keys(partners)) {
    const json = /```json\n([\s\S]*?)```/.exec(sections.get(name) ?? '')?.[1];
    assert.ok(json, `docs/partners.md shows no session of ${name}.`);
    // An ellipsis stands for what differs from session to session.
    assert.equal(classifySession(JSON.parse(json.replaceAll('…', 'x'))), name);
  }
});

test('shell blocks hold commands that exist, of this project or of npm', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
    bin: Readonly<Record<string, string>>;
    devDependencies: Readonly<Record<string, string>>;
  };
  // What docs/testing.md is about: its readers install and run what this project has.
  const ofUnitTests = JSON.parse(
    readFileSync('demo/frameworks/unit-tests/package.json', 'utf8'),
  ) as typeof manifest;
  const packages = { ...manifest.devDependencies, ...ofUnitTests.devDependencies };
  const variables = readFileSync('demo/server/environment.ts', 'utf8');
  const steps = readFileSync('scripts/test.mjs', 'utf8');
  const isCommand: readonly ((words: readonly string[]) => boolean)[] = [
    ([npm, command, ...rest]) =>
      npm === 'npm' && ['start', 'test', 'install', 'pack'].includes(command ?? '') && rest.length === 0,
    ([npm, run, script = '', ...rest]) =>
      npm === 'npm' && run === 'run' && script in manifest.scripts && rest.length === 0,
    ([npm, command, dashes, only, step, ...rest]) =>
      [npm, command, dashes, only].join(' ') === 'npm test -- --only' &&
      steps.includes(`name: '${step}'`) &&
      rest.length === 0,
    ([npm, command, dashes, option = '', ...rest]) =>
      [npm, command, dashes].join(' ') === 'npm test --' &&
      (option === '--all' || existsSync(option)) &&
      rest.length === 0,
    ([npm, install, ...names]) =>
      npm === 'npm' &&
      install === 'install' &&
      names.filter((name) => name !== '--save-dev').every((name) => name in packages),
    ([npx, command = '', simulator, ...options]) =>
      npx === 'npx' &&
      simulator === 'simulator' &&
      command in manifest.bin &&
      options
        .filter((option) => option.startsWith('--'))
        .every((option) => readFileSync('src/simulator/cli.ts', 'utf8').includes(`  ${option} `)),
    ([npx, ...words]) => npx === 'npx' && Object.values(ofUnitTests.scripts).includes(words.join(' ')),
    ([npx, tsx, file = '', ...options]) =>
      npx === 'npx' &&
      tsx === 'tsx' &&
      existsSync(file) &&
      options
        .filter((option) => option.startsWith('--'))
        .every((option) => new RegExp(`['\\s]${option.slice(2)}'?:`).test(readFileSync(file, 'utf8'))),
  ];
  for (const { where, code } of inLanguage('sh'))
    for (const line of code.trim().split('\n')) {
      const words = line.split(/\s+/);
      const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
      for (const assignment of words.slice(0, first)) {
        const name = assignment.split('=')[0] ?? '';
        assert.ok(variables.includes(`'${name}'`), `${where}: nothing reads ${name}.`);
      }
      const command = words.slice(first);
      assert.ok(
        isCommand.some((fits) => fits(command)),
        `${where}: "${line}" is no command that this project knows.`,
      );
    }
  const named = pages.flatMap(({ prose }) =>
    [...prose.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? ''),
  );
  assert.deepEqual(
    named.filter((name) => !(name in manifest.scripts)),
    [],
  );
});

test('every link leads to a file, and to a heading of it', () => {
  const broken: string[] = [];
  for (const here of pages)
    for (const [, target = ''] of here.prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (target.startsWith('https://')) continue;
      const [file = '', anchor] = target.split('#');
      const path = file === '' ? here.path : normalize(join(dirname(here.path), file));
      const there = pages.find((candidate) => candidate.path === path);
      const anchors = there
        ? [...sectionsOf(there).keys()]
        : [...(existsSync(path) && path.endsWith('.md') ? headingsOf(path) : [])];
      if (!existsSync(path) || (anchor !== undefined && !anchors.includes(anchor)))
        broken.push(`${here.path}: ${target}`);
    }
  assert.deepEqual(broken, []);
});

function headingsOf(path: string): readonly string[] {
  const text = readFileSync(path, 'utf8');
  return [...sectionsOf({ path, text, prose: text, blocks: [] }).keys()];
}

test('every file that is named exists', () => {
  const isPath = /^(?:(?:src|demo|test|scripts|docs|\.ci)\/|index\.html$|package\.json$)[\w./*{},-]*$/;
  const missing: string[] = [];
  for (const { path, prose } of pages)
    for (const [, code = ''] of prose.matchAll(/`([^`\n]+)`/g))
      if (isPath.test(code) && globSync(code).length === 0) missing.push(`${path}: ${code}`);
  assert.deepEqual(missing, []);
});

test('error codes that are written as code exist', () => {
  const families = /`((?:session|partner|redirect|untrusted|missing|blocked|invalid)-[a-z-]+)`/g;
  const codes = [...sectionsOf(page('docs/errors.md')).keys()];
  const ofPartners = Object.values(partnerOutcomes).flatMap(({ fails }) => [...fails]);
  assert.deepEqual(unknownNames(families, [...codes, ...ofPartners, 'session-url', 'redirect-url']), []);
});

test('a fragment is well-formed where it belongs', () => {
  for (const { where, code } of inLanguage('ts').filter(({ note }) => note === 'fragment')) {
    const { diagnostics = [] } = ts.transpileModule(`({${code}})`, { reportDiagnostics: true });
    assert.deepEqual(
      diagnostics.map(({ messageText }) => messageText),
      [],
      where,
    );
  }
});
