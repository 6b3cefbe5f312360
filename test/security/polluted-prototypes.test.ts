import { expect } from '@open-wc/testing';
import type * as ScriptPolicy from '../../src/element/flow/script-policy.js';
import { partnerNames, partners, type PartnerName } from '../../src/element/partners/registry.js';
import { classifySession } from '../../src/element/session/resolve-partner.js';
import { coverage } from './effort.js';
import { openInnerPage, visitInnerPage, type InnerPage } from '../support/inner-page.js';

/** With these on `Object.prototype` nobody can define a property. */
const fatal = ['get', 'set'];

/** Lit reads these of its own objects, where they are not. Nobody but Lit can change that. */
const readByLit = ['strings'];

/** With these nobody's classes can be set up, and Lit cannot make its policy: there is no element at all. */
const fatalBefore = ['value', 'createScriptURL'];

/** What browsers read of dictionaries that this package makes, beyond the names in its own code. */
const dictionaryNames = [
  'bubbles',
  'cancelable',
  'composed',
  'credentials',
  'passive',
  'integrity',
  'referrer',
];

/** Every name that the code of this package reads a member by. */
async function readNames(page: InnerPage): Promise<readonly string[]> {
  const modules = page.performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => name.startsWith(`${location.origin}/bundled-element/`));
  const names = new Set(dictionaryNames);
  for (const module of modules) {
    const code = await (await fetch(module)).text();
    for (const [, name = ''] of code.matchAll(/\.([A-Za-z_]\w*)/g)) names.add(name);
    for (const [, name = ''] of code.matchAll(/\[["'`]([^"'`\]]+)["'`]\]/g)) names.add(name);
    for (const [, pattern = ''] of code.matchAll(/\{([\w\s,:=]*)\}\s*(?:=[^=>]|\)\s*(?:=>|\{))/g))
      for (const [, name = ''] of pattern.matchAll(/([A-Za-z_]\w*)\s*(?=[,:=]|$)/g)) names.add(name);
  }
  return [...names].filter((name) => !fatal.includes(name) && !(name in {}));
}

const evil = 'https://evil.example/';

/** Values of the kind that the code expects, so that nothing but the place they are in speaks against them. */
const wellFormed: Readonly<Record<string, unknown>> = {
  scriptUrl: `${evil}script.js`,
  hosts: [evil.slice(0, -1)],
  ...Object.fromEntries(partnerNames.map((name) => [name, { hosts: [evil], scriptUrl: `${evil}script.js` }])),
  appearance: { colorAction: '#f00' },
  translations: { en: { 'pay_button.pay': 'Polluted' } },
  componentOptions: { card: { displayCardholderName: 'top' } },
  card: { displayCardholderName: 'top' },
  _links: { 'external-provider-session': { href: evil }, 'exchange-partner': { href: evil } },
  links: { externalProviderSession: { href: evil }, exchangePartner: { href: evil } },
  'external-provider-session': { href: evil },
  externalProviderSession: { href: evil },
  'exchange-partner': { href: evil },
  exchangePartner: { href: evil },
  href: evil,
  externalProviderSessionToken: 'link-polluted',
  externalProviderSessionData: { id: 'p', payment_session_secret: 'p', payment_session_token: 'p' },
  paymentSessionSecret: 'polluted',
  payment_session_secret: 'polluted',
  receivedRedirectUri: evil,
  publicToken: 'public-polluted',
  link_session_id: 'polluted',
  institution: { name: 'Polluted', institution_id: 'ins_0' },
  accounts: [{ id: 'polluted' }],
  type: 'polluted',
  reauth: true,
  is_update_mode: true,
  retryable: false,
  status: 'Declined',
  session_guid: 'SES-polluted',
  member: { guid: 'MBR-polluted', member_guid: 'MBR-polluted' },
  accountId: '5e115eac-1209-4f19-641c-08d6d484e2ff',
  flinksCode: 'TOKEN_INVALID',
  reportData: [{ reportId: 'polluted' }],
  noModule: true,
  src: `${evil}script.js`,
  onanimationstart: 'document.title = "polluted"',
  onclick: 'document.title = "polluted"',
  '$ x': 1,
  toJSON: () => 'polluted',
};

/** As `pollute()`, with a value of its own for each name. */
function polluteWith({ Object, Array }: InnerPage, values: Readonly<Record<string, unknown>>): () => void {
  const places = [Object.prototype, Array.prototype] as unknown as Record<string, unknown>[];
  for (const place of places) for (const name in values) place[name] = values[name];
  return () => {
    for (const place of places) for (const name in values) Reflect.deleteProperty(place, name);
  };
}

/** Puts a value under each of these names on both prototypes. Runs in the page, too. @returns takes it off again */
function pollute({ Object, Array }: InnerPage, names: readonly string[]): () => void {
  const places = [Object.prototype, Array.prototype] as unknown as Record<string, unknown>[];
  const put: [Record<string, unknown>, string][] = [];
  for (const place of places)
    for (const name of names) if (!Object.hasOwn(place, name)) put.push([place, name]);
  for (const [place, name] of put) place[name] = 'https://evil.example/polluted.js';
  return () => {
    for (const [place, name] of put) Reflect.deleteProperty(place, name);
  };
}

/** @returns what the element told its page of each of these partners, as text */
async function visit(page: InnerPage, ...names: readonly PartnerName[]): Promise<string[]> {
  const visits = await visitInnerPage(page, names);
  return visits.map(({ link, reported }) => {
    const shown = [link, ...(link.shadowRoot?.querySelectorAll('*') ?? [])];
    const attributes = shown.flatMap((element) => element.getAttributeNames());
    expect(attributes.filter((name) => name.startsWith('on'))).to.deep.equal([]);
    link.remove();
    return JSON.stringify(reported);
  });
}

/** Does something with each of many items: a few at once, as each waits for a page most of the time. */
async function forEachItem<Item>(
  items: readonly Item[],
  startLane: () => Promise<(item: Item) => Promise<void>>,
): Promise<void> {
  const rest = items.values();
  const lanes = Array.from({ length: 4 }, async () => {
    const work = await startLane();
    for (const item of rest) await work(item);
  });
  await Promise.all(lanes);
}

const visitAll = (page: InnerPage): Promise<string[]> => visit(page, ...partnerNames);

describe('prototypes that the page has polluted', () => {
  let usual: readonly string[];
  let names: readonly string[];
  before(async () => {
    const page = await openInnerPage();
    usual = await visitAll(page);
    names = (await readNames(page)).filter((name) => !readByLit.includes(name));
    expect(usual.join()).to.match(/paymentId.*publicToken.*memberGuid/);
    expect(names).to.include.members(['scriptUrl', 'hosts', 'signal', 'partner', 'returns', 'detail']);
  });

  it('change nothing after the element is there, one name at a time', async function () {
    this.timeout(300_000);
    // Each name meets one partner, or all of them in `npm run test:soak`; a tenth of the names outside Chromium.
    const tried = coverage === 'every tenth' ? names.filter((_, index) => index % 10 === 0) : names;
    await forEachItem([...tried.entries()], async () => {
      const page = await openInnerPage();
      return async ([index, name]) => {
        const met = coverage === 'everything' ? partnerNames : [partnerNames[index % partnerNames.length]!];
        const clean = pollute(page, [name]);
        expect(await visit(page, ...met), `${name}, ${met.join()}`).to.deep.equal(
          met.map((partner) => usual[partnerNames.indexOf(partner)]),
        );
        clean();
        expect(page.uncaught, name).to.equal(undefined);
      };
    });
  });

  it('change nothing after the element is there, all at once', async () => {
    const page = await openInnerPage();
    const clean = pollute(page, names);
    const reported = await visitAll(page);
    clean();
    expect(reported).to.deep.equal(usual);
    expect(page.uncaught).to.equal(undefined);
  });

  it('change nothing with values of the right kind, one at a time and all at once', async function () {
    this.timeout(300_000);
    await forEachItem(Object.keys(wellFormed), async () => {
      const page = await openInnerPage();
      return async (name) => {
        const clean = polluteWith(page, { [name]: wellFormed[name] });
        const events = await visitAll(page);
        clean();
        expect(events, name).to.deep.equal(usual);
        expect([page.uncaught, page.document.title], name).to.deep.equal([
          undefined,
          'A page of its own inside a test',
        ]);
      };
    });
    const page = await openInnerPage();
    const clean = polluteWith(page, wellFormed);
    const events = await visitAll(page);
    clean();
    expect(events).to.deep.equal(usual);
    expect(page.uncaught).to.equal(undefined);
  });

  it('name no script on a page that has configured nothing', async () => {
    const page = await openInnerPage('', false);
    const policy = (page as unknown as { eval: (code: string) => Promise<typeof ScriptPolicy> }).eval(
      "import('/src/element/flow/script-policy.ts')",
    );
    const { scriptUrlOf } = await policy;
    const clean = polluteWith(page, wellFormed);
    const urls = partnerNames.map((partner) => scriptUrlOf(partner));
    clean();
    expect(urls).to.deep.equal(partnerNames.map((partner) => partners[partner].script ?? ''));
  });

  describe('choose no partner', () => {
    const sessions: [name: string, session: string, partner: PartnerName | null][] = [
      ['an empty session', '{}', null],
      ['a session with empty links', '{"_links":{}}', null],
      ['a token', '{"externalProviderSessionToken":"link-1"}', 'plaid'],
      [
        'a link to MX',
        '{"_links":{"external-provider-session":{"href":"https://int-widgets.moneydesktop.com/md/connect/1"}}}',
        'mx',
      ],
      ['a link to nobody', `{"_links":{"external-provider-session":{"href":"${evil}"}}}`, null],
      ['an incomplete payment session', '{"externalProviderSessionData":{"id":"ps_0"}}', null],
    ];
    for (const [name, session, partner] of sessions)
      it(`for ${name}`, () => {
        const given = JSON.parse(session) as object;
        const { toJSON, ...values } = wellFormed;
        expect(toJSON).to.be.a('function');
        const clean = polluteWith(window as unknown as InnerPage, values);
        let found: unknown = null;
        try {
          found = classifySession(given);
        } catch {
          // None.
        } finally {
          clean();
        }
        expect(found).to.equal(partner);
      });
  });

  it('change nothing before the element is there', async function () {
    this.timeout(300_000);
    const size = 25;
    const possible = names.filter((name) => !fatalBefore.includes(name));
    const groups: string[][] = [];
    for (let from = 0; from < possible.length; from += size) groups.push(possible.slice(from, from + size));
    await forEachItem(groups, () =>
      Promise.resolve(async (some) => {
        const page = await openInnerPage(`(${String(pollute)})(window, ${JSON.stringify(some)})`);
        expect(await visitAll(page), some.join()).to.deep.equal(usual);
        expect(page.uncaught, some.join()).to.equal(undefined);
      }),
    );
  });

  for (const name of readByLit)
    it(`${name}, which Lit reads: an error says that the element could not show itself`, async () => {
      const page = await openInnerPage();
      const clean = pollute(page, [name]);
      const [reported] = await visit(page, 'plaid');
      clean();
      expect(reported).to.match(
        /^\[\["exchange-error",\{"code":"partner-error","message":"The element could not show/,
      );
      expect(page.uncaught).to.equal(undefined);
    });
});
