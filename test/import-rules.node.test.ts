import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { readImports } from './support/read-imports.js';

interface Room {
  readonly name: string;
  readonly files: RegExp;
  /** Rooms, besides itself, that it may use while it runs. */
  readonly uses: readonly string[];
  /** Packages it may use while it runs. A room of the backend or of Node (null) is not limited. */
  readonly packages: readonly string[] | null;
  /** Whether it may name the types of every other room of the element. */
  readonly namesTypes: boolean;
}

const room = (
  name: string,
  files: RegExp,
  uses: string,
  { packages = [], namesTypes = true }: Partial<Pick<Room, 'packages' | 'namesTypes'>> = {},
): Room => ({ name, files, uses: uses.split(' '), packages, namesTypes });

/** The partners themselves, as the registry fetches them; what they share lies beside them. */
const partnerFiles = new RegExp(
  readImports('src/element/partners/registry.ts')
    .filter(({ kind }) => kind === 'lazy')
    .map(({ from }) => `^src/element/partners/${basename(from, '.js')}\\.ts$`)
    .join('|'),
);

/** The first room whose pattern fits is a file's room. What is not allowed here is a mistake. */
const rooms: readonly Room[] = [
  room('index', /^src\/element\/index\.ts$/, 'define class-entry'),
  room(
    'class-entry',
    /^src\/element\/element\.ts$/,
    'element events errors session registry configuration flow',
  ),
  room('frameworks', /^src\/frameworks\//, 'define events add-funding-source', { packages: ['react'] }),
  room('define', /^src\/element\/define\.ts$/, 'element'),
  room(
    'element',
    /^src\/element\/dwolla-exchange-link\.ts$/,
    'events errors configuration session flow registry browser view localization debug',
    { packages: ['lit'] },
  ),
  room('events', /^src\/element\/events\.ts$/, 'browser'),
  room('errors', /^src\/element\/errors\.ts$/, 'browser'),
  room('configuration', /^src\/element\/configuration\.ts$/, 'registry browser'),
  // The types of the tag for frameworks; nothing of it runs.
  room('settings', /^src\/element\/settings\.ts$/, ''),
  room('session', /^src\/element\/session\//, 'errors configuration registry browser'),
  room('flow', /^src\/element\/flow\//, 'errors events configuration session registry browser localization'),
  room('registry', /^src\/element\/partners\/registry\.ts$/, 'browser'),
  room('partner contract', /^src\/element\/partners\/partner\.ts$/, ''),
  // A partner's chunk must never fetch the entry file: a query string on the script's URL would load the core twice.
  room('partners', partnerFiles, 'partner-parts browser', {
    packages: ['@checkout.com/checkout-web-components'],
  }),
  room('partner-parts', /^src\/element\/partners\//, 'browser'),
  room('browser', /^src\/element\/browser\//, '', { namesTypes: false }),
  room('view', /^src\/element\/view\//, 'localization registry browser', {
    packages: ['lit'],
  }),
  room('localization', /^src\/element\/localization\//, 'configuration browser'),
  // Fetched when asked for; it only listens.
  room('debug', /^src\/element\/debug\//, 'browser'),
  room('declarations', /^src\/[\w-]+\.d\.ts$/, ''),
  // What one script-tag file takes from the other.
  room('shared', /^src\/element\/shared\.ts$/, 'events flow localization registry browser view', {
    packages: ['lit'],
  }),
  room('autoload', /^src\/element\/script-tag\/autoload\.ts$/, 'browser'),
  room('script-tag', /^src\/element\/script-tag\//, 'index shared'),
  room('add-funding-source', /^src\/add-funding-source\//, 'index define client shared'),
  room('client', /^src\/client\//, 'browser'),
  room('server', /^src\/server\//, '', { packages: null, namesTypes: false }),
  room('simulator', /^src\/simulator\//, '', { packages: null, namesTypes: false }),
];

/** Rooms that are no part of the element: nothing of the element may even know their types. */
const outside = ['server', 'simulator'];
/** But for what the kit answers: the client has its types from there. */
const kitTypes = /^src\/server\/(answers|partners|handler-error)\.ts$/;

const files = globSync('src/**/*.ts');
const roomOf = (file: string): Room | undefined => rooms.find((room) => room.files.test(file));
const packageOf = (from: string): string =>
  from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
const targetOf = (file: string, from: string): string =>
  normalize(join(dirname(file), from)).replace(/\.js$/, '.ts');

function problemsOf(file: string): readonly string[] {
  const here = roomOf(file);
  if (!here) return [`${file} is in no room: say in the table of this test what it may import.`];
  return readImports(file).flatMap(({ from, kind }) => {
    const say = (why: string): string[] => [`${file} imports ${from}: ${why}`];
    if (!from.startsWith('.')) {
      const free = kind === 'type' || !here.packages || here.packages.includes(packageOf(from));
      return free ? [] : say(`the room "${here.name}" may not use that package.`);
    }
    const there = roomOf(targetOf(file, from));
    if (!there) return say('that file is in no room.');
    if (there === here) {
      const ownPartner = here.name === 'partners' && kind !== 'type';
      return ownPartner ? say('partners never use each other; what they share is in a file of its own.') : [];
    }
    const isOutside = outside.includes(there.name) && !kitTypes.test(targetOf(file, from));
    if (kind === 'type' && here.namesTypes && !isOutside) return [];
    if (here.name === 'registry' && there.name === 'partners')
      return kind === 'static' ? say("a partner's code is fetched when a session needs it: import().") : [];
    if (kind !== 'type' && here.uses.includes(there.name)) return [];
    return say(`the room "${here.name}" may not use "${there.name}".`);
  });
}

/** The files of a circle of imports that run with each other, or null. */
function findCircle(file: string, path: readonly string[], done: Set<string>): readonly string[] | null {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (done.has(file)) return null;
  for (const { from, kind } of readImports(file)) {
    if (kind !== 'static' || !from.startsWith('.')) continue;
    const target = targetOf(file, from);
    const circle = files.includes(target) ? findCircle(target, [...path, file], done) : null;
    if (circle) return circle;
  }
  done.add(file);
  return null;
}

test('every import goes along an arrow of the house', () => {
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
