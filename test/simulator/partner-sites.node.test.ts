import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PartnerName, Simulator } from '../../src/simulator/index.js';
import type { SessionRequest } from '../../src/simulator/session-record.js';
import { at, text, withSimulator } from './api-client.js';

/** A new session of a customer, whose partner nobody has been to yet. */
function createSession(
  { world, partners, dwollaUrl }: Simulator,
  partner: PartnerName,
  request: Partial<SessionRequest> = {},
) {
  const origins = Object.fromEntries(Object.entries(partners).map(([name, { origin }]) => [name, origin]));
  const owner = { type: 'customer', id: 'a-customer' } as const;
  return world.createSession(
    partner,
    { ...(origins as Record<PartnerName, string>), dwolla: dwollaUrl },
    { owner, ...request },
  );
}

/** A session whose partner is before the user. */
function started(simulator: Simulator, partner: PartnerName, request: Partial<SessionRequest> = {}) {
  const created = createSession(simulator, partner, request);
  const result = simulator.world.start(partner, created.credential);
  assert.ok('session' in result);
  return { ...created, session: result.session };
}

/** What a simulated partner's own page asks its origin. */
async function ask(
  simulator: Simulator,
  partner: PartnerName,
  path: string,
  body?: unknown,
  method = 'POST',
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${simulator.partners[partner].origin}${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const said = await answer.text();
  return { status: answer.status, body: said.startsWith('{') ? (JSON.parse(said) as unknown) : said };
}

const bank = { id: 'ins_1', name: 'First Platypus Bank' };
/** What each partner's page asks at the end of a login, for a credential. */
const links: readonly (readonly [PartnerName, string, (credential: string) => object])[] = [
  ['mx', '/simulator/link', (credential) => ({ credential, institution: 'MX Bank' })],
  ['flinks', '/simulator/link', (credential) => ({ credential, institution: bank })],
  ['mastercard', '/simulator/link', (credential) => ({ credential })],
  ['plaid', '/simulator/link', (token) => ({ token, institution: bank })],
  ['plaid', '/simulator/oauth', (token) => ({ token })],
  ['visa', '/simulator/finish', (credential) => ({ credential, query: '', error: null })],
];

describe('a partner at its own origin', () => {
  for (const [partner, path, bodyFor] of links)
    it(`links nothing at ${partner} ${path} for what is no request, and for a session that does not run`, () =>
      withSimulator({}, async (_client, simulator) => {
        const { credential } = createSession(simulator, partner);
        for (const body of ['', '{', '[]', bodyFor('unknown'), bodyFor(credential)])
          assert.equal((await ask(simulator, partner, path, body)).status, 400, JSON.stringify(body));
        assert.equal(simulator.world.exchanges.size, 0);
        assert.equal(simulator.world.find(partner, credential)?.startedAt, null);
      }));

  for (const [partner, path, bodyFor] of links.filter(([name]) => /flinks|mastercard|plaid/.test(name)))
    it(`gives nothing a second time at ${partner} ${path}`, () =>
      withSimulator({}, async (_client, simulator) => {
        const { credential } = started(simulator, partner);
        const first = await ask(simulator, partner, path, bodyFor(credential));
        // Plaid's token was made without a redirect URI, so there is nothing to leave the page for.
        assert.equal(first.status, path === '/simulator/oauth' ? 400 : 200);
        assert.equal((await ask(simulator, partner, path, bodyFor(credential))).status, 400);
      }));

  it('sends nobody but Dwolla the redirect return from Visa, once', () =>
    withSimulator({}, async (_client, simulator) => {
      const { credential, href } = started(simulator, 'visa', { redirectUrl: 'https://app.example/' });
      const query = new URL(href ?? '').search;
      const finish = (changed: string) =>
        ask(simulator, 'visa', '/simulator/finish', { credential, query: changed, error: null });
      for (const target of [
        'nonsense',
        'https://evil.example/redirect/tink',
        'https://evil-dwolla.com/redirect/tink',
        `${simulator.dwollaUrl}/elsewhere`,
      ])
        assert.equal(
          (await finish(query.replace(/redirect_uri=[^&]*/, `redirect_uri=${target}`))).status,
          400,
          target,
        );
      assert.equal((await finish('')).status, 400);
      const back = new URL(text((await finish(query)).body, 'location'));
      assert.equal(back.origin + back.pathname, `${simulator.dwollaUrl}/redirect/tink`);
      assert.equal((await finish(query)).status, 400);
    }));

  for (const partner of ['mx', 'visa', 'flinks', 'mastercard'] as const)
    it(`starts nothing at ${partner} for a look at the headers`, () =>
      withSimulator({}, async (_client, simulator) => {
        const { href, credential } = createSession(simulator, partner);
        // Mastercard's first page only leads to the one that counts.
        const url = (href ?? '').replace('/?customerId', '/connect?customerId');
        const { status } = await fetch(url, { method: 'HEAD' });
        assert.equal(status, partner === 'visa' ? 403 : 200);
        assert.equal(simulator.world.find(partner, credential)?.startedAt, null);
      }));

  for (const [partner, again] of [
    ['mx', 410],
    ['visa', 410],
    ['flinks', 200],
  ] as const)
    it(`shows at ${partner} a session once, and what was never made not at all`, () =>
      withSimulator({}, async (_client, simulator) => {
        const { href, credential } = createSession(simulator, partner);
        const load = async (url: string) => {
          const answer = await fetch(url);
          return { status: answer.status, text: await answer.text() };
        };
        assert.equal((await load(href ?? '')).status, 200);
        const second = await load(href ?? '');
        assert.equal(second.status, again);
        assert.match(second.text, /used/);
        const unknown = await load((href ?? '').replace(credential, 'x'));
        assert.equal(unknown.status, again === 410 ? 404 : 200);
        assert.match(unknown.text, /malformed/);
      }));

  it('is not Visa to a link that somebody has re-serialised, nor without any link', () =>
    withSimulator({}, async (_client, simulator) => {
      const href = createSession(simulator, 'visa').href ?? '';
      const altered = href.replace(/redirect_uri=([^&]*)/, (_all, url: string) => {
        return `redirect_uri=${encodeURIComponent(url)}`;
      });
      assert.equal((await fetch(altered)).status, 400);
      assert.equal((await fetch(href.split('?')[0] ?? '')).status, 400);
    }));

  for (const partner of ['mx', 'visa', 'flinks', 'mastercard'] as const)
    it(`is not served at ${partner} in the scenario script-blocked, which uses nothing up`, () =>
      withSimulator({}, async (_client, simulator) => {
        const { href, credential } = createSession(simulator, partner, { scenario: 'script-blocked' });
        assert.equal((await fetch(href ?? '')).status, 503);
        assert.equal(simulator.world.find(partner, credential)?.startedAt, null);
      }));
});

describe('the pages and switches of every partner', () => {
  it('have their files and no others', () =>
    withSimulator({}, async (_client, simulator) => {
      const get = (path: string) => ask(simulator, 'mx', path, undefined, 'GET');
      assert.equal((await get('/simulator/mx/connect.js')).status, 200);
      for (const path of ['mx/nothing.js', 'mx/Connect.js', 'mx/..%2Fmx/connect.js', 'mx/.html'])
        assert.equal((await get(`/simulator/${path}`)).status, 404, path);
      assert.equal((await get('/favicon.ico')).status, 204);
    }));

  it('know two decisions at a bank, and none before one was made', () =>
    withSimulator({}, async (_client, simulator) => {
      const visit = '/simulator/bank-visits/1';
      const look = async () => at((await ask(simulator, 'mx', visit, undefined, 'GET')).body, 'decision');
      assert.equal(await look(), null);
      assert.equal((await ask(simulator, 'mx', visit, { decision: 'perhaps' })).status, 400);
      assert.equal(await look(), null);
      assert.equal((await ask(simulator, 'mx', visit, { decision: 'denied' })).status, 200);
      assert.equal(await look(), 'denied');
    }));

  it('refuse a behavior that there is not, and keep the ones in force', () =>
    withSimulator({}, async (_client, simulator) => {
      const put = (body: unknown) => ask(simulator, 'plaid', '/simulator/behaviours', body, 'PUT');
      assert.equal(at((await put({ oauth: 'redirect' })).body, 'oauth'), 'redirect');
      for (const body of [{ oauth: 'sideways' }, { color: 'red' }, 'no JSON'])
        assert.equal((await put(body)).status, 400);
      const prepared = await ask(simulator, 'plaid', '/simulator/prepare', 'no JSON');
      assert.equal(at(prepared.body, 'behaviors', 'oauth'), 'redirect');
      assert.equal(at((await put({})).body, 'oauth'), 'popup');
    }));

  it('serve a script without what it should define where it is switched so, and none in the scenario script-blocked', () =>
    withSimulator({}, async (_client, simulator) => {
      for (const [partner, path] of [
        ['plaid', '/link/v2/stable/link-initialize.js'],
        ['checkout', '/index.js'],
      ] as const) {
        const script = () => ask(simulator, partner, path, undefined, 'GET');
        const name = partner === 'plaid' ? /Plaid/ : /CheckoutWebComponents/;
        assert.match(String((await script()).body), name);
        await ask(simulator, partner, '/simulator/behaviours', { script: 'no-global' }, 'PUT');
        const { status, body } = await script();
        assert.deepEqual([status, name.test(String(body))], [200, false]);
        simulator.world.setScenario(partner, 'script-blocked');
        assert.equal((await script()).status, 503);
      }
    }));
});

describe('Plaid Link asked by its own frame', () => {
  const open = (simulator: Simulator, token: string, receivedRedirectUri: string | null = null) =>
    ask(simulator, 'plaid', '/simulator/open', { token, receivedRedirectUri });
  const codeOf = async (answer: ReturnType<typeof open>) => at((await answer).body, 'error', 'error_code');

  it('opens a token once, and none that is unknown', () =>
    withSimulator({}, async (_client, simulator) => {
      assert.equal((await ask(simulator, 'plaid', '/simulator/open', { token: 7 })).status, 400);
      assert.equal(await codeOf(open(simulator, 'link-sandbox-1')), 'INVALID_LINK_TOKEN');
      const { credential } = createSession(simulator, 'plaid');
      assert.equal(await codeOf(open(simulator, credential)), undefined);
      simulator.world.linkPlaid(simulator.world.find('plaid', credential)!);
      assert.equal(await codeOf(open(simulator, credential)), 'INVALID_LINK_TOKEN');
    }));

  it('takes a redirect return once, by the token it began with', () =>
    withSimulator({ redirectUrls: ['https://app.example/'] }, async (_client, simulator) => {
      const { credential } = started(simulator, 'plaid', { redirectUrl: 'https://app.example/' });
      const oauth = await ask(simulator, 'plaid', '/simulator/oauth', { token: credential });
      const visit = text(oauth.body, 'path').split('=')[1] ?? '';
      const back = `https://app.example/?oauth_state_id=${visit}`;
      assert.equal(await codeOf(open(simulator, credential, 'nowhere')), 'INVALID_FIELD');
      assert.equal(await codeOf(open(simulator, credential, 'https://app.example/')), 'INVALID_FIELD');
      assert.equal(await codeOf(open(simulator, credential, `${back}1`)), 'OAUTH_STATE_ID_NOT_FOUND');
      const other = started(simulator, 'plaid').credential;
      assert.equal(await codeOf(open(simulator, other, back)), 'INCORRECT_LINK_TOKEN');
      assert.equal(await codeOf(open(simulator, credential, back)), undefined);
      assert.equal(await codeOf(open(simulator, credential, back)), 'OAUTH_STATE_ID_ALREADY_PROCESSED');
    }));

  it('opens nothing on the return to a session that is finished', () =>
    withSimulator({}, async (_client, simulator) => {
      const { credential, session } = started(simulator, 'plaid', { redirectUrl: 'https://app.example/' });
      const oauth = await ask(simulator, 'plaid', '/simulator/oauth', { token: credential });
      const visit = text(oauth.body, 'path').split('=')[1] ?? '';
      simulator.world.linkPlaid(session);
      const back = open(simulator, credential, `https://app.example/?oauth_state_id=${visit}`);
      assert.equal(await codeOf(back), 'INVALID_LINK_TOKEN');
    }));
});

describe('Checkout Flow asked by its own script', () => {
  const card = { number: '4024764449971519', expirationMonth: 12, expirationYear: 2030 };

  it('takes a card once, for a session that is shown', () =>
    withSimulator({}, async (_client, simulator) => {
      const pay = (sessionId: string, given: object = card) =>
        ask(simulator, 'checkout', '/simulator/pay', { sessionId, card: given, challenge: null });
      const { credential, paymentSession } = createSession(simulator, 'checkout');
      assert.equal((await pay(credential, { ...card, number: 'none' })).status, 400);
      assert.equal(at((await pay('ps_unknown')).body, 'type'), 'used');
      assert.equal(at((await pay(credential)).body, 'type'), 'expired');
      const start = (body: unknown) => ask(simulator, 'checkout', '/simulator/start', body);
      assert.equal(at((await start({ id: credential })).body, 'refused'), 'malformed');
      assert.equal(at((await start(paymentSession)).body, 'refused'), null);
      assert.equal(at((await start(paymentSession)).body, 'refused'), 'used');
      assert.equal(at((await pay(credential)).body, 'type'), 'approved');
      assert.equal(at((await pay(credential)).body, 'type'), 'used');
    }));

  it('is prepared in every language, and for no session in particular', () =>
    withSimulator({}, async (_client, simulator) => {
      const prepare = (query: string) =>
        ask(simulator, 'checkout', `/simulator/prepare${query}`, undefined, 'GET');
      assert.equal(at((await prepare('')).body, 'scenario'), 'manual');
      const { credential } = createSession(simulator, 'checkout', { scenario: 'script-blocked' });
      assert.equal((await prepare(`?id=${credential}&locale=es`)).status, 503);
    }));
});
