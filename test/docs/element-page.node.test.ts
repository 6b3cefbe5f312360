import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { ClassField, ClassMember } from 'custom-elements-manifest';
import { addFundingSource, describeElement, exchangeLink } from '../../scripts/element-manifest.js';
import { withTables } from '../../scripts/element-page.js';
import { skipWhenQuick } from '../support/quick.js';
import { membersOf } from './interface.js';

const element = describeElement(exchangeLink);
const { attributes = [], members = [], events = [], slots = [], cssParts = [], cssProperties = [] } = element;
const isField = (member: ClassMember): member is ClassField => member.kind === 'field';
const fields = members.filter(isField).filter((field) => !field.static);
const names = (items: readonly { readonly name: string }[]): readonly string[] =>
  items.map(({ name }) => name).sort();

/** What users program against. A name that goes or changes is a new major version, and has to be changed here too. */
const promised = {
  attributes: 'checkout-public-key credentials launch locale nonce partner reauth session-url state timeout',
  settings:
    'checkoutPublicKey credentials fetchSession getSession launch locale partner reauth session sessionUrl timeout',
  readable: 'activePartner outcome state',
  methods: 'close open reload',
  statics: 'configure preload supportBundle version',
  events:
    'exchange-activity exchange-error exchange-exit exchange-open exchange-opening exchange-ready exchange-state exchange-success',
  slots: 'error exited loading ready success',
  parts: 'button close-button container frame message status',
  customProperties: 'accent border error font min-height muted on-accent radius surface text',
  states: 'error exited idle loading open opening ready redirecting success',
};

const found: Record<keyof typeof promised, readonly string[]> = {
  attributes: names(attributes),
  settings: names(fields.filter((field) => !field.readonly)),
  readable: names(fields.filter((field) => field.readonly)),
  methods: names(members.filter((member) => member.kind === 'method' && !member.static)),
  statics: names(members.filter((member) => member.static)),
  events: names(events),
  slots: names(slots),
  parts: names(cssParts),
  customProperties: names(cssProperties).map((name) => name.replace('--exchange-link-', '')),
  states: names(element.cssStates ?? []),
};

for (const [kind, list] of Object.entries(promised))
  test(`the element has the ${kind} it promises, and no others`, () => {
    assert.deepEqual(found[kind as keyof typeof promised], list.split(' '));
  });

test('the tables of docs/element.md are what the docblock says', { skip: skipWhenQuick }, async () => {
  const { now, wanted } = await withTables();
  assert.equal(now, wanted, 'run: npx tsx scripts/element-page.ts');
});

test('those of docs/add-funding-source.md are, too', { skip: skipWhenQuick }, async () => {
  const { now, wanted } = await withTables('docs/add-funding-source.md');
  assert.equal(now, wanted, 'run: npx tsx scripts/element-page.ts');
});

/** What users program against, of the other element. */
const promisedByFunding: Readonly<Record<string, string>> = {
  attributes:
    'account-name backend-url checkout-public-key exchange launch locale nonce partner state success-url timeout',
  settings:
    'accountName backendUrl cardholder checkoutPublicKey client exchange launch locale partner successUrl timeout',
  events:
    'exchange-reauthenticated funding-source-added funding-source-error funding-source-exit funding-source-state',
  states: 'added adding choosing-account choosing-partner describing-account error exited linking',
};

test('<dwolla-add-funding-source> has the names it promises, and no others', () => {
  const funding = describeElement(addFundingSource);
  const settings = (funding.members ?? [])
    .filter(isField)
    .filter((field) => !field.static && !field.readonly);
  const here = {
    attributes: names(funding.attributes ?? []),
    settings: names(settings),
    events: names(funding.events ?? []),
    states: names(funding.cssStates ?? []),
  };
  for (const [kind, list] of Object.entries(promisedByFunding))
    assert.deepEqual(here[kind as keyof typeof here], list.split(' '), kind);
});

test('everything in the manifest is described', () => {
  const described = [...attributes, ...members, ...events, ...slots, ...cssParts, ...cssProperties];
  assert.deepEqual(names(described.filter(({ description }) => !description)), []);
});

test('the types for frameworks have the same settings, spelt the same, and the same events', () => {
  const source = readFileSync('src/element/settings.ts', 'utf8');
  const union = /type Setting =([^;]*);/.exec(source)?.[1] ?? '';
  assert.deepEqual(
    [...union.matchAll(/'(\w+)'/g)]
      .map(([, name = '']) => ({ name }))
      .map(({ name }) => name)
      .sort(),
    found.settings,
  );
  const respelt = attributes.filter(({ name, fieldName }) => fieldName && fieldName !== name);
  assert.deepEqual(
    [...source.matchAll(/^ {2}(\w+): '([\w-]+)';$/gm)].map(([, property, attribute]) => [
      property,
      attribute,
    ]),
    respelt.map(({ name, fieldName }) => [fieldName, name]),
  );
  assert.deepEqual([...membersOf('src/element/events.ts', 'ExchangeLinkEventMap')].sort(), found.events);
  const react = readFileSync('src/frameworks/react.ts', 'utf8');
  assert.deepEqual(
    [...react.matchAll(/ on\w+: '(exchange-\w+)'/g)].map(([, name = '']) => name).sort(),
    found.events,
  );
});

/** The specification lies beside the project where it is worked on, and is no part of it. */
const specification = '../shared/design/element.md';

test(
  'the element has the names of its specification',
  { skip: !existsSync(specification) && `NOT COMPARED: ${specification} is not here.` },
  () => {
    const text = readFileSync(specification, 'utf8');
    const section = (number: number): string =>
      text.split(/^## /m).find((part) => part.startsWith(`${number}.`)) ?? '';
    const rowsOf = (part: string): readonly (readonly string[])[] =>
      [...part.matchAll(/^\| (.*) \|$/gm)].map(([, row = '']) => row.split(/ (?<!\\)\| /));
    const named = (cell = ''): string => /^`([\w-]+)`/.exec(cell)?.[1] ?? '';
    const listed = (line: RegExp): readonly string[] =>
      [...(line.exec(section(6))?.[1] ?? '').matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name).sort();
    const only = (list: readonly string[]): readonly string[] => list.filter((name) => name !== '').sort();
    const settings = rowsOf(section(2));
    assert.deepEqual(found.attributes, only(settings.map(([attribute]) => named(attribute))), 'attributes');
    assert.deepEqual(
      [...found.settings, ...found.readable].sort(),
      only(settings.map(([, property]) => named(property))),
      'properties',
    );
    assert.deepEqual(
      found.methods,
      [...section(2).matchAll(/`(\w+)\(\): (?:void|Promise<void>)`/g)].map(([, name = '']) => name).sort(),
      'methods',
    );
    const statics = [...section(2).matchAll(/`DwollaExchangeLink\.(\w+)/g)]
      .map(([, name = '']) => name)
      .sort();
    assert.deepEqual(
      // For reports of problems; the specification does not know it.
      found.statics.filter((name) => name !== 'supportBundle'),
      statics,
      'statics',
    );
    const rows = rowsOf(section(4)).map(([name]) => named(name));
    assert.deepEqual(found.events, only(rows.filter((name) => name.startsWith('exchange-'))), 'events');
    assert.deepEqual(found.parts, listed(/Parts: (.*?)\./), 'parts');
    assert.deepEqual(found.slots, listed(/Slots: (.*?) replace/), 'slots');
    assert.deepEqual(names(cssProperties), listed(/Custom properties: ([\s\S]*?);/), 'custom properties');
  },
);
