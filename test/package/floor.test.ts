import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import ts from 'typescript';
import { builtFiles } from '../../scripts/file-sizes.js';

type Browser = 'chrome' | 'firefox' | 'safari';
interface Support {
  readonly version_added: string | false | null;
  readonly flags?: readonly unknown[];
  readonly prefix?: string;
  readonly alternative_name?: string;
}
interface CompatStatement {
  readonly support: Readonly<Partial<Record<Browser, Support | readonly Support[]>>>;
}
/** A feature, and those that belong to it by name. */
type Identifier = { readonly [name: string]: Identifier } & { readonly __compat?: CompatStatement };

const bcd = JSON.parse(
  readFileSync('test/checkers/node_modules/@mdn/browser-compat-data/data.json', 'utf8'),
) as Readonly<Record<'api' | 'javascript' | 'css', Identifier>>;

/**
 * The oldest browsers that `package.json` names have every API and every piece of CSS that the built files use, by MDN's
 * browser-compat-data. What is younger has to be done without, and `test/element/browser/floor.test.ts` takes it away.
 */
const { browserslist } = JSON.parse(readFileSync('package.json', 'utf8')) as { browserslist: string[] };
const floor = new Map(
  browserslist.map((line) => {
    const [, browser = '', version = ''] = /^(\w+) >= ([\d.]+)$/.exec(line) ?? [];
    return [browser as Browser, version];
  }),
);

/** What the files do without where it is missing. */
const doneWithout = [
  'Element.checkVisibility',
  'ElementInternals.states',
  'Window.navigation',
  'trustedTypes',
  // Colors are the light ones, sentences break anywhere, and an empty bar has its padding.
  ':has',
  'light-dark()',
  'text-wrap',
  'text-wrap: balance',
];
/** Names of this package's own that an API of something else happens to have. */
const ownNames = ['address', 'locale', 'capture', 'connection'];

const isAtMost = (one: string, other: string): boolean => {
  const [[major = 0, minor = 0] = [], [otherMajor = 0, otherMinor = 0] = []] = [one, other].map((version) =>
    version.replace('≤', '').split('.').map(Number),
  );
  return major < otherMajor || (major === otherMajor && minor <= otherMinor);
};

const isOldEnough = ({ support }: CompatStatement): boolean =>
  [...floor].every(([browser, version]) =>
    [support[browser] ?? []]
      .flat()
      .some(
        ({ version_added: added, flags, prefix, alternative_name: otherName }) =>
          !flags &&
          !prefix &&
          !otherName &&
          typeof added === 'string' &&
          added !== 'preview' &&
          isAtMost(added, version),
      ),
  );

/** Features by the name that code calls them by. */
class Features {
  readonly #byName = new Map<string, { readonly name: string; readonly compat: CompatStatement }[]>();

  add(key: string, name: string, { __compat: compat }: Identifier): void {
    if (compat) this.#byName.set(key, [...(this.#byName.get(key) ?? []), { name, compat }]);
  }

  /** The features of that name, if every one of them is younger than the floor. */
  younger(key: string): string[] {
    const features = this.#byName.get(key) ?? [];
    return features.some(({ compat }) => isOldEnough(compat)) ? [] : features.map(({ name }) => name);
  }
}

const globals = new Features();
const statics = new Features();
const members = new Features();
for (const [owner, described] of [
  ...Object.entries(bcd.api),
  ...Object.entries(bcd.javascript['builtins'] ?? {}),
]) {
  globals.add(owner, owner, described as Identifier);
  // What belongs to an interface that is younger itself is reached by a name that is.
  if (!(described as Identifier).__compat || !isOldEnough((described as Identifier).__compat!)) continue;
  for (const [name, member] of Object.entries(described as Identifier)) {
    if (name === '__compat') continue;
    const bare = name.replace(/_static$/, '');
    if (name !== bare) statics.add(`${owner}.${bare}`, `${owner}.${bare}`, member as Identifier);
    else if (owner === 'Window') globals.add(name, `Window.${name}`, member as Identifier);
    else members.add(name, `${owner}.${name}`, member as Identifier);
  }
}

/** Names of what a file uses that is younger than the floor. */
function findYounger(source: string): Set<string> {
  const found = new Set<string>();
  const note = (names: readonly string[]): void => {
    // One is enough to say what it is.
    if (names[0] && !ownNames.includes(names[0].replace(/.*\./, ''))) found.add(names[0]);
  };
  const isGlobal = (node: ts.Node): boolean => /^(globalThis|window|self)$/.test(node.getText());
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const { name, expression } = node;
      if (isGlobal(expression)) note(globals.younger(name.text));
      else {
        note(members.younger(name.text));
        note(statics.younger(`${expression.getText()}.${name.text}`));
      }
    } else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = (node.propertyName ?? node.name).getText();
      const { parent } = node.parent;
      const isOfGlobal =
        ts.isVariableDeclaration(parent) && parent.initializer && isGlobal(parent.initializer);
      note(isOfGlobal ? globals.younger(name) : members.younger(name));
    } else if (
      ts.isIdentifier(node) &&
      !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) &&
      !(ts.isPropertyAssignment(node.parent) && node.parent.name === node) &&
      !ts.isMethodDeclaration(node.parent)
    )
      note(globals.younger(node.text));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('built.js', source, ts.ScriptTarget.Latest, true));
  for (const name of findYoungerStyles(source)) found.add(name);
  return found;
}

/** The same for styles: properties, their words, functions, at-rules and pseudo-classes. */
function findYoungerStyles(source: string): string[] {
  const css = bcd.css;
  const looks: [RegExp, (name: string, value: string) => [string, Identifier | undefined][]][] = [
    [
      /(?<=[;{])([a-z][a-z-]+):([^;{}"'`]+)(?=[;}])/g,
      (name, value) => {
        const property = css['properties']?.[name];
        return [
          [name, property],
          ...value
            .split(/[\s,()]+/)
            .map((word): [string, Identifier | undefined] => [`${name}: ${word}`, property?.[word]]),
        ];
      },
    ],
    [
      /\b([a-z][a-z-]+)\(/g,
      (name) => [[`${name}()`, css['types']?.['color']?.[name] ?? css['types']?.[name]]],
    ],
    [/@([a-z-]+)/g, (name) => [[`@${name}`, css['at-rules']?.[name]]]],
    [/:([a-z-]+)(?=[^;{}]*\{)/g, (name) => [[`:${name}`, css['selectors']?.[name]]]],
  ];
  const styles = [...source.matchAll(/:host\{.*?(?=`)/gs)].map(([text]) => text).join('\n');
  return looks.flatMap(([pattern, lookUp]) =>
    [...styles.matchAll(pattern)]
      .flatMap(([, name = '', value = '']) => lookUp(name, value))
      .filter(([, feature]) => feature?.__compat && !isOldEnough(feature.__compat))
      .map(([name]) => name),
  );
}

test('what the built files use is as old as the oldest browsers promised, or done without', () => {
  assert.equal(floor.size, 3);
  const found = new Set(
    builtFiles().flatMap((file) => [...findYounger(readFileSync(`dist/${file}`, 'utf8'))]),
  );
  assert.deepEqual([...found].sort(), [...doneWithout].sort());
});

test('younger names are found', () => {
  const names = [
    'URL.canParse("")',
    'AbortSignal.any([])',
    'new CustomStateSet()',
    'parent.moveBefore(child, null)',
    'element.ariaNotify("")',
    'Promise.try(run)',
    'items.toSorted()',
    'const { navigation } = globalThis',
    'const { checkVisibility } = element',
    '`:host{color:light-dark(red,red);text-wrap:balance}`',
  ];
  for (const name of names) assert.notEqual(findYounger(name).size, 0, name);
});

test('the README names the same browsers', () => {
  const row = /\| Chrome, Edge \| Firefox \| Safari, iOS \|\n.*\n\|([^\n]*)\|/.exec(
    readFileSync('README.md', 'utf8'),
  );
  assert.deepEqual(
    row?.[1]?.split('|').map((cell) => cell.trim()),
    [...floor.values()],
  );
});
