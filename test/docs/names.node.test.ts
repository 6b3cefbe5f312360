import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { english } from '../../src/element/localization/en.js';
import { partners } from '../../src/element/partners/registry.js';
import { partnerOutcomes } from '../../src/simulator/driver.js';
import { scenarioNames } from '../../src/simulator/index.js';
import { membersOf, readInterface } from './interface.js';
import { page, sectionsOf } from './pages.js';

/** Names that a text does not have, as code: alone, first of a call or an assignment, or with a tail (`session-url=`). */
function missingIn(text: string, names: readonly string[]): readonly string[] {
  return names.filter(
    (name) =>
      !new RegExp(`\`[^\`\\n]*(?<![\\w-])${name.replaceAll('.', '\\.')}(?![\\w-])[^\`\\n]*\``).test(text),
  );
}

function section(path: string, anchor: string): string {
  const text = sectionsOf(page(path)).get(anchor);
  assert.ok(text !== undefined, `${path} has no section #${anchor}.`);
  return text;
}

describe('docs/element.md names all there is to use', () => {
  const element = readInterface();
  const path = 'docs/element.md';

  test('attributes and properties', () => {
    assert.ok(element.attributes.length > 8 && element.properties.length > 12);
    assert.deepEqual(
      missingIn(section(path, 'attributes-and-properties'), [...element.attributes, ...element.properties]),
      [],
    );
  });

  test('methods', () => {
    assert.deepEqual(element.methods, ['open', 'close', 'reload']);
    assert.deepEqual(missingIn(section(path, 'methods'), element.methods), []);
  });

  test('statics', () => {
    assert.ok(element.statics.includes('configure'));
    assert.deepEqual(missingIn(section(path, 'statics'), element.statics), []);
  });

  test('states and events', () => {
    assert.deepEqual(missingIn(section(path, 'states'), element.states), []);
    assert.deepEqual(missingIn(section(path, 'events'), element.events), []);
    assert.deepEqual(missingIn(page('README.md').text, element.events), []);
  });

  test('slots, parts and custom properties', () => {
    assert.ok(element.slots.length > 0 && element.parts.length > 0 && element.customProperties.length > 0);
    assert.deepEqual(missingIn(section(path, 'slots'), element.slots), []);
    assert.deepEqual(missingIn(section(path, 'parts'), element.parts), []);
    assert.deepEqual(missingIn(section(path, 'custom-properties'), element.customProperties), []);
  });

  test('custom properties, with the defaults of the style sheet', () => {
    const css = readFileSync('src/element/view/styles.ts', 'utf8');
    const defaults = [...css.matchAll(/var\((--exchange-link-[\w-]+), ((?:[^()]|\([^()]*\))+)\)/g)];
    assert.ok(defaults.length >= element.customProperties.length);
    const rows = section(path, 'custom-properties').split('\n');
    for (const [, name = '', value = ''] of defaults) {
      const row = rows.find((line) => line.includes(`\`${name}\``)) ?? '';
      assert.ok(row.includes(value), `${name} is ${value}, not: ${row}`);
    }
  });

  test('texts, word for word', () => {
    const rows = section(path, 'texts').split('\n');
    for (const [key, sentence] of Object.entries(english))
      assert.ok(
        rows.some(
          (row) => row.split('|')[1]?.trim() === `\`${key}\`` && row.split('|')[2]?.trim() === sentence,
        ),
        `The table of texts does not say ${key}: ${sentence}`,
      );
  });

  test('what configure() takes', () => {
    const config = membersOf('src/element/configuration.ts', 'ExchangeLinkConfiguration');
    const ofPartner = membersOf('src/element/partners/partner.ts', 'PartnerConfiguration');
    assert.deepEqual(missingIn(section(path, 'statics'), [...config, ...ofPartner]), []);
  });
});

test('every partner has its section, and its hosts are in the README', () => {
  const sections = sectionsOf(page('docs/partners.md'));
  for (const [name, { hosts }] of Object.entries(partners)) {
    assert.ok(sections.has(name), `docs/partners.md has no section ${name}.`);
    const row =
      page('README.md')
        .text.split('\n')
        .find((line) => line.startsWith(`| \`${name}\``)) ?? '';
    assert.deepEqual(missingIn(row, hosts), [], name);
  }
});

describe('docs/backend.md names all of the kit', () => {
  test('options', () => {
    const options = membersOf('src/server/options.ts', 'ExchangeHandlerSettings');
    assert.deepEqual(
      missingIn(section('docs/backend.md', 'options'), [
        ...options,
        'key',
        'secret',
        'environment',
        'serverUrl',
      ]),
      [],
    );
  });

  test('routes', () => {
    const table = readFileSync('src/server/routes/table.ts', 'utf8');
    const routes = [...table.matchAll(/'(\/[\w/:-]+)': \{ (\w+):/g)].map(
      ([, path, method]) => `${method} ${path}`,
    );
    assert.ok(routes.length > 5);
    const rows = section('docs/backend.md', 'routes');
    assert.deepEqual(
      routes.filter((route) => !rows.includes(`\`${route}\``)),
      [],
    );
  });

  test('codes of its own', () => {
    const codesOf = (file: string): readonly string[] =>
      [
        ...readFileSync(file, 'utf8')
          .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
          .matchAll(/ExchangeHandlerError\(\s*(?:\d+|status),\s*'(\w+)'|\? '(Dwolla\w+)'|: '(Dwolla\w+)'/g),
      ].map(([, ...found]) => found.find((code) => code !== undefined) ?? '');
    const files = globSync('src/server/**/*.ts');
    const isOfWebhooks = (file: string): boolean => file.startsWith('src/server/webhooks/');
    const codes = files.filter((file) => !isOfWebhooks(file)).flatMap(codesOf);
    assert.ok(codes.length > 10);
    assert.deepEqual(missingIn(section('docs/backend.md', 'errors'), codes), []);
    const webhookCodes = files.filter(isOfWebhooks).flatMap(codesOf);
    assert.ok(webhookCodes.length > 3);
    const webhooks = section('docs/backend.md', 'webhooks');
    assert.deepEqual(
      missingIn(
        webhooks,
        webhookCodes.filter((code) => code !== 'MethodNotAllowed'),
      ),
      [],
    );
    assert.deepEqual(
      missingIn(webhooks, membersOf('src/server/webhooks/handler.ts', 'WebhookHandlerOptions')),
      [],
    );
  });
});

describe('docs/simulator.md names all of the simulator', () => {
  const path = 'docs/simulator.md';

  test('options, and what startSimulator() gives', () => {
    const file = 'src/simulator/simulator.ts';
    assert.deepEqual(missingIn(section(path, 'options'), membersOf(file, 'SimulatorOptions')), []);
    assert.deepEqual(missingIn(section(path, 'what-you-get'), membersOf(file, 'Simulator')), []);
  });

  test('scenarios', () => {
    assert.deepEqual(missingIn(section(path, 'scenarios'), scenarioNames), []);
  });

  test('what can be chosen on the screens', () => {
    const names = Object.values(partnerOutcomes).flatMap(({ fails, others }) => [...fails, ...others]);
    assert.deepEqual(missingIn(section(path, 'the-driver'), names), []);
  });

  test('control routes', () => {
    const source = readFileSync('src/simulator/dwolla/control.ts', 'utf8');
    const routes = [...source.matchAll(/app\.(get|put|post|patch)\('(\/[^']*)'/g)].map(
      ([, method = '', route = '']) => `${method.toUpperCase()} ${route.replace(':id', '{id}')}`,
    );
    assert.ok(routes.length > 8);
    const rows = section(path, 'control-routes');
    assert.deepEqual(
      routes.filter((route) => !rows.includes(`\`${route}\``)),
      [],
    );
  });
});

test('the README names every variable that npm start reads', () => {
  const source = readFileSync('demo/server/environment.ts', 'utf8');
  const variables = [
    ...new Set([...source.matchAll(/'([A-Z]+(?:_[A-Z]+)*)'/g)].map(([, name = '']) => name)),
  ];
  assert.ok(variables.length >= 5);
  assert.deepEqual(missingIn(page('README.md').text, variables), []);
});
