import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, test } from 'node:test';
import { apps } from '../../scripts/frameworks.mjs';
import { pages, type CodeBlock } from './pages.js';

const frameworks = 'demo/frameworks';
/** Where the files of a guide are; what all guides have in common is at the top, or the same in every app. */
const folders: Readonly<Record<string, string>> = {
  'script-tag.md': 'plain',
  'server-rendered.md': 'rendered',
  ...Object.fromEntries(Object.keys(apps).map((name) => [`${name}.md`, name])),
};
const guides = pages.filter(({ path }) => path.startsWith('docs/guides/'));
const folderOf = (path: string): string => folders[basename(path)] ?? '';

/** The file that a block says it is, beside the guide's app, among what all have in common, or in each of the apps. */
function fileOf(guide: string, { note }: CodeBlock): string | undefined {
  const places = [folderOf(guide), '', 'vue'].map((folder) => join(frameworks, folder, note));
  return places.find((place) => existsSync(place));
}

const withoutIndent = (text: string): string => text.replace(/^ +/gm, '').trim();

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** What a reader can install and run: what the app has, or else the project. */
function manifestOf(folder: string): Manifest {
  const own = join(frameworks, folder, 'package.json');
  // Written by npm, in npm's own shape.
  return JSON.parse(readFileSync(existsSync(own) ? own : 'package.json', 'utf8')) as Manifest;
}

/** Whether a guide may tell its reader to type this. */
function isKnown(line: string, folder: string): boolean {
  const words = line.split(/\s+/).filter((word) => !/^(SITE|PAGES)=\S+$/.test(word));
  const [program, command = '', ...rest] = words;
  const { scripts, dependencies, devDependencies } = manifestOf(folder);
  const packages = ['dwolla-exchange-link', ...Object.keys({ ...dependencies, ...devDependencies })];
  if (program === 'node')
    return ['', folder].some((place) => existsSync(join(frameworks, place, command))) && rest.length === 0;
  if (program !== 'npm') return false;
  if (command === 'run') return rest.length === 1 && (rest[0] ?? '') in (scripts ?? {});
  if (command === 'start') return rest.length === 0 && 'start' in (scripts ?? {});
  const names = rest.filter((name) => name !== '--save-dev').map((name) => name.replace(/(?<=.)@\d+$/, ''));
  return command === 'install' && names.every((name) => packages.includes(name));
}

assert.ok(guides.length > Object.keys(apps).length);

for (const { path, blocks, prose } of guides)
  describe(path, () => {
    const folder = folderOf(path);
    const commands = blocks.filter(({ language }) => language === 'sh');
    const files = blocks.filter(({ language }) => language !== 'sh');

    test('shows files that are driven in a browser, word for word', () => {
      for (const block of files) {
        const file = fileOf(path, block);
        assert.ok(file, `${block.where} does not say whose file it is, or there is none.`);
        const text = withoutIndent(readFileSync(file, 'utf8'));
        const shown = withoutIndent(block.code);
        assert.ok(
          block.language === 'css' ? text.includes(shown) : text === shown,
          `${block.where} differs from ${file}.`,
        );
      }
    });

    // The first page has no app.
    if (folder !== '')
      test('leaves no file of the app out', () => {
        const sources = globSync(
          `${frameworks}/${folder}/{src/**/*.*,vite.config.ts,proxy.config.mjs,*.html,*.mjs}`,
        )
          // What every app begins with is the reader's own.
          .filter((file) => !/\.tgz$|app\.html$|(?<!plain\/)index\.html$/.test(file));
        const shown = files.map((block) => fileOf(path, block));
        assert.deepEqual(
          sources.filter((file) => !shown.includes(file)),
          [],
        );
      });

    test('names every file that it shows', () => {
      for (const { note, language } of files)
        assert.ok(
          language === 'css' || prose.includes(`${note}**`),
          `${path} shows ${note} without its name.`,
        );
    });

    test('asks for commands that exist', () => {
      for (const { where, code } of commands)
        for (const line of code.trim().split('\n')) assert.ok(isKnown(line, folder), `${where}: ${line}`);
    });
  });

test('docs/testing.md shows the unit tests of an app, word for word and whole', () => {
  const folder = join(frameworks, 'unit-tests');
  const page = pages.find(({ path }) => path === 'docs/testing.md');
  const shown = (page?.blocks ?? []).filter(({ note }) => note !== '');
  const sources = globSync(`${folder}/{src/*,test/*,*.config.*}`).map((file) =>
    file.slice(folder.length + 1),
  );
  assert.deepEqual(shown.map(({ note }) => note).sort(), sources.sort());
  for (const { note, where, code } of shown)
    assert.equal(
      withoutIndent(code),
      withoutIndent(readFileSync(join(folder, note), 'utf8')),
      `${where} differs from ${note}.`,
    );
});

test("a guide's vite.config.ts needs nothing of Node, whose types an app may not have", () => {
  const configs = guides.flatMap(({ blocks }) => blocks.filter(({ note }) => note === 'vite.config.ts'));
  assert.equal(configs.length, 3);
  for (const { where, code } of configs) assert.doesNotMatch(code, /\bprocess\b|'node:/, where);
});

test('the Node that a guide wants is the one that the command line of Angular wants', () => {
  const { packages } = JSON.parse(readFileSync(`${frameworks}/angular/package-lock.json`, 'utf8')) as {
    packages: Readonly<Record<string, { readonly engines?: { readonly node: string } }>>;
  };
  const wanted = packages['node_modules/@angular/cli']?.engines?.node ?? 'a version';
  const guide = guides.find(({ path }) => path.endsWith('angular.md'));
  assert.ok(guide?.prose.includes(`Node \`${wanted}\``), `The guide does not say: ${wanted}`);
});

test('the React that a guide wants is the one that its router wants', () => {
  const { packages } = JSON.parse(readFileSync(`${frameworks}/react/package-lock.json`, 'utf8')) as {
    packages: Readonly<Record<string, { readonly peerDependencies?: { readonly react: string } }>>;
  };
  const wanted =
    packages['node_modules/react-router']?.peerDependencies?.react.replace('>=', '') ?? 'another';
  const guide = guides.find(({ path }) => path.endsWith('react.md'));
  assert.ok(guide?.prose.includes(`wants React ${wanted}`), `The guide does not say: ${wanted}`);
});

/** Lines of code: something is on them, and it is no comment. Those that are only for the simulator count too. */
const ownLines = (code: string): number =>
  code
    .replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;

/** The page with the tag of each guide: what its reader writes to get from nothing to a funding source. */
const pagesWithTag: Readonly<Record<string, readonly string[]>> = {
  'vue.md': ['src/AddAccount.vue'],
  'react.md': ['src/AddAccount.tsx'],
  'angular.md': ['src/add-account.ts', 'src/add-account.html'],
  'svelte.md': ['src/AddAccount.svelte'],
  'script-tag.md': ['index.html'],
  'server-rendered.md': ['page.mjs'],
};

for (const { path, blocks, prose } of guides)
  test(`${path} leads with the one tag, in as many lines as it says, and few`, () => {
    const names = pagesWithTag[basename(path)] ?? ['backend.mjs'];
    const most = names.includes('backend.mjs') ? 20 : 15;
    const files = blocks.filter(({ language }) => !['sh', 'css'].includes(language));
    assert.deepEqual(
      files.slice(0, names.length).map(({ note }) => note),
      names,
    );
    const code = files.slice(0, names.length).map(({ code }) => code);
    const count = code.reduce((sum, text) => sum + ownLines(text), 0);
    assert.ok(count <= most, `${path}: ${count} lines, ${most} at most.`);
    assert.match(prose, new RegExp(`: ${count} lines\\.`), `${path} does not say: ${count} lines.`);
    if (most === 15) assert.match(code.join(''), /<dwolla-add-funding-source\b|<AddFundingSource\b/);
  });

test('every app and page can be started as the guides say', () => {
  const named = [
    ...(guides.find(({ path }) => path.endsWith('README.md'))?.prose ?? '').matchAll(/--app (\w+)/g),
  ];
  assert.deepEqual(named.map(([, name]) => name).sort(), Object.values(folders).sort());
});
