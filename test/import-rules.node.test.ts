import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { readImports } from './support/read-imports.js';

interface Layer {
  readonly name: string;
  readonly files: RegExp;
  /** Other modules that it may import at run time. */
  readonly uses: readonly string[];
  /** Packages it may import at run time. A module for Node (null) is not limited. */
  readonly packages: readonly string[] | null;
  /** Whether it may import types from every other module of the element. */
  readonly namesTypes: boolean;
}

const layer = (
  name: string,
  files: RegExp,
  uses: string,
  { packages = [], namesTypes = true }: Partial<Pick<Layer, 'packages' | 'namesTypes'>> = {},
): Layer => ({ name, files, uses: uses.split(' '), packages, namesTypes });

/** The partners themselves, as the registry fetches them; what they share lies beside them. */
const partnerFiles = new RegExp(
  readImports('src/element/partners/registry.ts')
    .filter(({ kind }) => kind === 'lazy')
    .map(({ from }) => `^src/element/partners/${basename(from, '.js')}\\.ts$`)
    .join('|'),
);

/** A file belongs to the first module whose pattern matches. Every import that is not listed here is an error. */
const layers: readonly Layer[] = [
  layer('index', /^src\/element\/index\.ts$/, 'define class-entry'),
  layer(
    'class-entry',
    /^src\/element\/element\.ts$/,
    'element events errors session registry configuration flow',
  ),
  layer('frameworks', /^src\/frameworks\//, 'define events add-funding-source', { packages: ['react'] }),
  layer('define', /^src\/element\/define\.ts$/, 'element browser'),
  layer(
    'element',
    /^src\/element\/dwolla-exchange-link\.ts$/,
    'events errors configuration session flow registry browser view localization debug',
    { packages: ['lit'] },
  ),
  layer('events', /^src\/element\/events\.ts$/, 'browser'),
  // What may go wrong, as types; nothing of it runs.
  layer('error-codes', /^src\/element\/error-codes\.ts$/, '', { namesTypes: false }),
  layer('errors', /^src\/element\/errors\.ts$/, 'browser'),
  layer('configuration', /^src\/element\/configuration\.ts$/, 'registry browser'),
  // The types of the tag for frameworks; nothing of it runs.
  layer('settings', /^src\/element\/settings\.ts$/, ''),
  layer('session', /^src\/element\/session\//, 'errors configuration registry browser'),
  layer('flow', /^src\/element\/flow\//, 'errors events configuration session registry browser localization'),
  layer('registry', /^src\/element\/partners\/registry\.ts$/, 'browser'),
  layer('partner contract', /^src\/element\/partners\/partner\.ts$/, ''),
  // A partner's chunk must never fetch the entry file: a query string on the script's URL would load the core twice.
  layer('partners', partnerFiles, 'partner-parts browser', {
    packages: ['@checkout.com/checkout-web-components'],
  }),
  layer('partner-parts', /^src\/element\/partners\//, 'browser'),
  layer('browser', /^src\/element\/browser\//, '', { namesTypes: false }),
  layer('view', /^src\/element\/view\//, 'localization registry browser', {
    packages: ['lit'],
  }),
  layer('localization', /^src\/element\/localization\//, 'configuration browser'),
  // Fetched when asked for; it only listens.
  layer('debug', /^src\/element\/debug\//, 'browser'),
  layer('declarations', /^src\/[\w-]+\.d\.ts$/, ''),
  // What one script-tag file takes from the other.
  layer('shared', /^src\/element\/shared\.ts$/, 'events flow localization registry browser view', {
    packages: ['lit'],
  }),
  layer('autoload', /^src\/element\/script-tag\/autoload\.ts$/, 'browser'),
  layer('script-tag', /^src\/element\/script-tag\//, 'index shared'),
  // Fetched while the user is at the partner; like a partner's chunk it has its own copies of what it shares.
  layer('account-step', /^src\/add-funding-source\/account-step\//, 'add-funding-source shared browser'),
  layer('add-funding-source', /^src\/add-funding-source\//, 'index define client shared'),
  layer('client', /^src\/client\//, 'browser'),
  layer('server', /^src\/server\//, '', { packages: null, namesTypes: false }),
  layer('simulator', /^src\/simulator\//, '', { packages: null, namesTypes: false }),
];

/** Modules outside the element: the element may not even import their types. */
const outside = ['server', 'simulator'];
/** Except for the kit's answers: the client takes its types from there. */
const kitTypes = /^src\/server\/(answers|partners|handler-error)\.ts$/;

const files = globSync('src/**/*.ts');
const layerOf = (file: string): Layer | undefined => layers.find((layer) => layer.files.test(file));
const packageOf = (from: string): string =>
  from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
const targetOf = (file: string, from: string): string =>
  normalize(join(dirname(file), from)).replace(/\.js$/, '.ts');

function problemsOf(file: string): readonly string[] {
  const here = layerOf(file);
  if (!here) return [`${file} is in no module: add it to the table of this test.`];
  return readImports(file).flatMap(({ from, kind }) => {
    const say = (why: string): string[] => [`${file} imports ${from}: ${why}`];
    if (!from.startsWith('.')) {
      const free = kind === 'type' || !here.packages || here.packages.includes(packageOf(from));
      return free ? [] : say(`the module "${here.name}" may not use that package.`);
    }
    const there = layerOf(targetOf(file, from));
    if (!there) return say('that file is in no module.');
    if (there === here) {
      const ownPartner = here.name === 'partners' && kind !== 'type';
      return ownPartner ? say('partners never use each other; what they share is in a file of its own.') : [];
    }
    const isOutside = outside.includes(there.name) && !kitTypes.test(targetOf(file, from));
    if (kind === 'type' && here.namesTypes && !isOutside) return [];
    if (here.name === 'registry' && there.name === 'partners')
      return kind === 'static' ? say("a partner's code is fetched when a session needs it: import().") : [];
    if (here.name === 'add-funding-source' && there.name === 'account-step')
      return kind === 'static' ? say('its code is fetched while the user is at the partner: import().') : [];
    if (kind !== 'type' && here.uses.includes(there.name)) return [];
    return say(`the module "${here.name}" may not use "${there.name}".`);
  });
}

/** The files of a circle of imports, of types too, or null. Lazy ones may lead back: both files have run by then. */
function findCircle(file: string, path: readonly string[], done: Set<string>): readonly string[] | null {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (done.has(file)) return null;
  for (const { from, kind } of readImports(file)) {
    if (kind === 'lazy' || !from.startsWith('.')) continue;
    const target = targetOf(file, from);
    const circle = files.includes(target) ? findCircle(target, [...path, file], done) : null;
    if (circle) return circle;
  }
  done.add(file);
  return null;
}

test('every import follows the layout', () => {
  assert.ok(files.length > 0, 'No source file was found.');
  assert.deepEqual(files.flatMap(problemsOf), []);
});

test('no files import each other in a circle', () => {
  const done = new Set<string>();
  assert.deepEqual(
    files.map((file) => findCircle(file, [], done)).filter((circle) => circle !== null),
    [],
  );
});
