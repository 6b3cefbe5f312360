import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { integrityOf } from '../../scripts/script-tag.js';
import { packAndInstall } from '../support/packed.js';
import { readImports } from '../support/read-imports.js';

const { tarball, folder, project } = packAndInstall();
const files = globSync('**/*', { cwd: folder, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  .sort();

type Target = string | { readonly [condition: string]: Target };
interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, Target>>;
  readonly main: string;
  readonly module: string;
  readonly types: string;
  readonly typesVersions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly customElements: string;
  readonly 'web-types': string;
}
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
const entryPoints = Object.entries(manifest.exports);
const filesOf = (target: Target): readonly string[] =>
  typeof target === 'string' ? [target] : Object.values(target).flatMap(filesOf);
const targets = entryPoints.flatMap(([, target]) => filesOf(target));

/** What the pages show. It stays in the repository: the pages' text says what it shows. */
const pictures = /^docs\/pictures\/[\w-]+\.png$/;
/** What is read: where every error's message leads, and where the pages lead from there. */
const pages = /^(README|CHANGELOG|CONTRIBUTING|docs\/(guides\/)?[\w-]+|src\/simulator\/README)\.md$/;

test('every link of a page leads to a page that is there too, or to a picture of the repository', () => {
  const read = files.filter((file) => pages.test(file));
  assert.ok(read.includes('docs/errors.md') && read.length > 15);
  for (const file of read) {
    const prose = readFileSync(join(folder, file), 'utf8').replace(/```.*?```/gs, '');
    for (const [, target = ''] of prose.matchAll(/\]\(([^)#\s]+)[^)\s]*\)/g)) {
      if (/^https?:/.test(target)) continue;
      const path = normalize(join(dirname(file), target));
      const from = pictures.test(path) ? process.cwd() : folder;
      assert.ok(existsSync(join(from, path)), `${file}: ${target}`);
    }
  }
});

test('what the pages name inside node_modules lies there, and is JSON', () => {
  const named = files
    .filter((file) => pages.test(file))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/"(\.\/node_modules\/[^"]+)"/g),
    ]);
  assert.equal(named.length, 2);
  for (const [, path = ''] of named) {
    const { version } = JSON.parse(readFileSync(join(project, path), 'utf8')) as { version: number };
    assert.equal(version, 1.1, path);
  }
});

test('the package holds what a user needs and nothing else', () => {
  const wanted = [
    pages,
    /^(package\.json|LICENSE)$/,
    /^dist\/(dwolla-exchange-link|dwolla-add-funding-source|autoload|client|add-funding-source|index|element|react|preact|solid|svelte|vue)\.js$/,
    /^dist\/partners\/(checkout|plaid|mx|visa|flinks|mastercard|es|fr|timeline|funding-es|funding-fr|account-step)-[\w-]{8}\.js$/,
    /^dist\/package\/[\w-]+\.js$/,
    /^dist\/(custom-elements|integrity|vscode\.(html|css)-custom-data|web-types)\.json$/,
    /^dist\/(server\/(index|zod)|simulator\/(index|driver|cli|simulator|partner-session|hono))\.js$/,
    /^dist\/simulator\/partners\/[\w-]+\/pages\/[\w-]+\.(html|css|js)$/,
    /^dist\/types\/[\w/-]+\.d\.ts$/,
    /^dist\/types\/commonjs\/package\.json$/,
    /^dist\/((server|simulator)\/)?THIRD-PARTY-NOTICES\.txt$/,
  ];
  assert.deepEqual(
    files.filter((file) => !wanted.some((form) => form.test(file))),
    [],
  );
  assert.ok(files.length > 50);
});

test('the package is less than 300 kB to download', () => {
  assert.ok(statSync(tarball).size < 300_000, `It is ${statSync(tarball).size} bytes.`);
});

test('every entry point leads to a file, and so does every import behind it', () => {
  const missing: string[] = [];
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    if (!existsSync(join(folder, file))) missing.push(file);
    else if (/\.(js|d\.ts)$/.test(file))
      for (const { from } of readImports(join(folder, file)))
        if (from.startsWith('.')) {
          const to = normalize(join(dirname(file), from));
          visit(file.endsWith('.d.ts') ? to.replace(/\.js$/, '.d.ts') : to);
        }
  };
  for (const target of [
    ...targets,
    ...Object.values(manifest.bin),
    manifest.customElements,
    manifest['web-types'],
  ])
    visit(normalize(target));
  assert.deepEqual(missing, []);
  // The simulator serves its pages from the folder; editors are told of their data by hand.
  const byHand =
    /^((dist\/types\/commonjs\/)?package\.json|LICENSE|dist\/simulator\/partners\/[\w-]+\/pages\/.*|dist\/(integrity|vscode.*)\.json|dist\/.*THIRD-PARTY-NOTICES\.txt)$/;
  assert.deepEqual(
    files.filter((file) => ![byHand, pages].some((form) => form.test(file)) && !reached.has(file)),
    [],
    'Files that nothing leads to.',
  );
});

test('what does not read `exports` finds the same entry points', () => {
  const { exports, main, module, types, typesVersions } = manifest;
  const typesOf = (entry: Target | undefined): string | undefined => {
    const found = typeof entry === 'object' ? entry['types'] : undefined;
    return found && filesOf(found).at(-1);
  };
  const index = exports['.'];
  assert.deepEqual(
    [main, module, types],
    [...Array<unknown>(2).fill(typeof index === 'object' && index['default']), typesOf(index)],
  );
  const declared = entryPoints.flatMap(([name, entry]) =>
    /^\.\/[\w/-]+$/.test(name) ? [[name.slice(2), [typesOf(entry)]] as const] : [],
  );
  assert.deepEqual(typesVersions, { '*': Object.fromEntries(declared) });
});

test('no file refers to a source map, for none is packed', () => {
  const referring = files.filter(
    (file) => file.endsWith('.js') && readFileSync(join(folder, file), 'utf8').includes('sourceMappingURL'),
  );
  assert.deepEqual(referring, []);
});

// What each folder's bundles contain that others have written.
const bundled: Readonly<Record<string, readonly string[]>> = {
  dist: ['@checkout.com/checkout-web-components', '@lit/reactive-element', 'lit-element', 'lit-html'],
  'dist/server': ['zod'],
  'dist/simulator': ['hono'],
};

for (const [place, names] of Object.entries(bundled))
  test(`the license of every package that is bundled in ${place} is packed with it`, () => {
    const notices = readFileSync(join(folder, place, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const heads = [...notices.matchAll(/^(\S+) (\d+\.\d+\.\d+\S*) \(.+\)$/gm)].map(([, name]) => name);
    assert.deepEqual(heads, names);
    for (const name of names)
      assert.ok(
        notices.includes(readFileSync(join('node_modules', name, 'LICENSE'), 'utf8').trim()),
        `${place}: ${name}`,
      );
  });

/** What browsers load by a script tag; bundlers take the other files. */
const scriptTag = /^dist\/(dwolla-exchange-link|dwolla-add-funding-source|autoload)\.js$/;

test('every import() is one that any bundler sees through, but for the script-tag files', () => {
  const dynamic = files
    .filter((file) => /^dist\/(package\/)?[\w-]+\.js$/.test(file) && !scriptTag.test(file))
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').match(/\bimport\s*\([^)]*\)/g) ?? []);
  assert.ok(dynamic.length >= 8);
  assert.deepEqual(
    dynamic.filter((call) => !/^import\([`'"]\.\/(package\/)?[\w-]+\.js[`'"]\)$/.test(call)),
    [],
  );
});

test('the packages that the files for browsers import are the ones that npm installs with them, and no others', () => {
  const imported = files
    .filter((file) => /^dist\/(package\/)?[\w-]+\.js$/.test(file) && !scriptTag.test(file))
    .flatMap((file) => readImports(join(folder, file)))
    .map(({ from }) => /^(@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from)
    .filter((name) => !name.startsWith('.'));
  // React comes from whoever imports its entry point.
  assert.deepEqual([...new Set(imported)].sort(), [...Object.keys(manifest.dependencies), 'react'].sort());
});

test('publint has nothing to say', () => {
  const tool = 'test/checkers/node_modules/publint/src/cli.js';
  const { status, stdout } = spawnSync(process.execPath, [tool, 'run', tarball], { encoding: 'utf8' });
  // It has no exit code of its own for a mere suggestion, but it says this only where there is none.
  assert.match(stdout, /All good!/);
  assert.equal(status, 0, stdout);
});

test('the types resolve at every entry point, for Node and for bundlers', () => {
  const tool = 'test/checkers/node_modules/@arethetypeswrong/cli/dist/index.js';
  // The kit's and the simulator's types say on purpose that they can be required: Node has done so since 20.19.
  const options = [tarball, '--profile', 'esm-only', '--ignore-rules', 'false-cjs'];
  const { status, stdout } = spawnSync(process.execPath, [tool, ...options], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});

for (const [entryPoint] of entryPoints.filter(([name]) => !name.endsWith('.json')))
  test(`importing ${entryPoint} in Node does not throw`, () => {
    const name = `${manifest.name}${entryPoint.slice(1)}`;
    const script = `await import('${name}'); console.log('imported')`;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: project,
      encoding: 'utf8',
    });
    assert.equal(output.trim(), 'imported');
  });

test('the command runs the simulator from the package alone', async () => {
  const [[name, file] = []] = Object.entries(manifest.bin);
  assert.equal(name, 'dwolla-exchange-link');
  const command = join(folder, file ?? '');
  assert.match(readFileSync(command, 'utf8'), /^#!\/usr\/bin\/env node\n/);
  const running = spawn(process.execPath, [command, 'simulator', '--port', '0', '--json'], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(running, 'exit');
  try {
    const [line] = (await once(createInterface(running.stdout), 'line')) as [string];
    const { dwollaUrl, partners } = JSON.parse(line) as {
      dwollaUrl: string;
      partners: { plaid: { origin: string } };
    };
    assert.equal((await fetch(`${dwollaUrl}/simulator`)).status, 200);
    const script = await fetch(`${partners.plaid.origin}/link/v2/stable/link-initialize.js`);
    assert.equal(script.status, 200);
  } finally {
    running.kill('SIGTERM');
  }
  assert.deepEqual(await ended, [0, null]);
});

test('dist/integrity.json has the hash of the script-tag files and of all that it may fetch', () => {
  const hashes = JSON.parse(readFileSync(join(folder, 'dist/integrity.json'), 'utf8')) as Record<
    string,
    string
  >;
  const fetched = files.filter((file) =>
    /^dist\/(dwolla-exchange-link|dwolla-add-funding-source|autoload|partners\/.*)\.js$/.test(file),
  );
  assert.deepEqual(
    hashes,
    Object.fromEntries(
      fetched.map((file) => [file.slice('dist/'.length), integrityOf(readFileSync(join(folder, file)))]),
    ),
  );
});
