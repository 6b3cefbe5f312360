import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PartnerName, PartnerSession } from '../../src/simulator/index.js';
import { partnerNames, startSimulator, World } from '../../src/simulator/index.js';

const origins = {
  dwolla: 'http://localhost:4010',
  checkout: 'http://localhost:4011',
  plaid: 'https://cdn.plaid.com',
  mx: 'https://int-widgets.moneydesktop.com',
  visa: 'https://link.visa.com',
  flinks: 'https://toolbox-iframe.private.fin.ag',
  mastercard: 'https://connect2.finicity.com',
};
const owner = { type: 'customer', id: 'jane' } as const;

/** Credentials as the partners' and Dwolla's documentation print them. */
const printed: Record<PartnerName, string> = {
  checkout: 'ps_39vhHjFxZuJRKOw5Hexbnv39fC7',
  plaid: 'link-production-b41e8ed3-0874-4c64-b07d-a77088979d5f',
  mx: 'lAfkc7m897s3t1ks9mmwyj4ry7Zq0xql4grzAg1kz77x7c9jrwls1t22w6xt8d2lsxx9zpqv30js3',
  visa: '47e23deab3924351a0c6193d90e5add5',
  flinks: '6f0b1d1c-9f6e-4f2a-8a53-1f3c7b7d2e11',
  mastercard: '91f44ab969a9c7bb2568910d92501eb13aa0e9f9b9d6fb3a1a3dd0d3b8a1c2e4',
};

function started(world: World, partner: PartnerName, credential: string): PartnerSession {
  const result = world.start(partner, credential);
  assert.ok('session' in result, JSON.stringify(result));
  return result.session;
}

describe('a partner session', () => {
  for (const partner of partnerNames) {
    it(`starts once with the credential that was created for it: ${partner}`, () => {
      const world = new World();
      const { session, credential } = world.createSession(partner, origins, { owner });
      assert.equal(world.find(partner, credential), session);
      assert.equal(session.startedAt, null);
      assert.equal(started(world, partner, credential), session);
      assert.notEqual(session.startedAt, null);
      session.finished = true;
      assert.deepEqual(world.start(partner, credential), { refused: 'used' });
    });

    it(`refuses at once what does not look like a credential: ${partner}`, () => {
      const world = new World();
      for (const credential of ['', 'x', '../../etc/passwd', `${printed[partner]}<script>`])
        assert.deepEqual(world.start(partner, credential), { refused: 'malformed' });
      assert.equal(world.sessions().length, 0);
    });

    it(`adopts the credential of a documentation example, once, without an owner: ${partner}`, () => {
      const world = new World();
      const session = started(world, partner, printed[partner]);
      assert.equal(session.owner, null);
      session.finished = true;
      assert.deepEqual(world.start(partner, printed[partner]), { refused: 'used' });
    });
  }

  it('dies unused: MX after 10 minutes, Plaid after 4 hours, but after 30 minutes in update mode', () => {
    let time = 0;
    const world = new World({ now: () => time });
    const minute = 60_000;
    const rows = [
      ['mx', 10, null],
      ['plaid', 240, null],
      ['plaid', 30, 'an exchange'],
      ['flinks', 30, null],
      ['mastercard', 120, null],
    ] as const;
    for (const [partner, minutes, reauthOf] of rows) {
      time = 0;
      const early = world.createSession(partner, origins, { owner, reauthOf });
      const late = world.createSession(partner, origins, { owner, reauthOf });
      time = minutes * minute - 1;
      started(world, partner, early.credential);
      time = minutes * minute;
      assert.deepEqual(world.start(partner, late.credential), { refused: 'expired' }, partner);
    }
  });

  it('may be loaded again at Mastercard until the user has finished, and nowhere else', () => {
    const world = new World();
    for (const partner of partnerNames) {
      const { credential } = world.createSession(partner, origins, { owner });
      started(world, partner, credential);
      const again = world.start(partner, credential);
      assert.equal('session' in again, partner === 'mastercard', partner);
    }
  });

  it('follows the scenario of its request, its partner, or the world, in this order', () => {
    const world = new World({ scenario: 'success' });
    const scenarioOf = (partner: PartnerName, scenario?: 'slow'): string =>
      world.createSession(partner, origins, { owner, ...(scenario === undefined ? {} : { scenario }) })
        .session.scenario;
    world.setScenario('mx', 'cancel');
    assert.deepEqual(
      [scenarioOf('plaid'), scenarioOf('mx'), scenarioOf('mx', 'slow')],
      ['success', 'cancel', 'slow'],
    );
    world.setScenario('mx', null);
    assert.equal(scenarioOf('mx'), 'success');
  });

  it('takes no name that there is not, in JavaScript either', async () => {
    // A slip of the pen, which only TypeScript would have seen.
    const misspelt = 'sucess' as 'success';
    const names = /no scenario "sucess".*manual, success, cancel.*duplicate-messages/;
    const world = new World();
    assert.throws(() => new World({ scenario: misspelt }), names);
    assert.throws(() => (world.scenario = misspelt), names);
    assert.throws(() => {
      world.setScenario('plaid', misspelt);
    }, names);
    assert.throws(() => {
      world.setScenario('plad' as 'plaid', 'success');
    }, /no partner "plad".*checkout, /s);
    assert.throws(() => world.createSession('plaid', origins, { owner, scenario: misspelt }), names);
    assert.deepEqual(
      [world.scenario, world.scenarioFor('plaid'), world.sessions()],
      ['manual', 'manual', []],
    );
    await assert.rejects(startSimulator({ scenario: misspelt }), names);
  });

  it('starts with no option that there is not, or of another type', async () => {
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ prot: 1 }, /prot/],
      [{ port: '4010' }, /port/],
      [{ port: 65_530 }, /port/],
      [{ redirectUrls: 'https://shop.example/linked' }, /redirectUrls/],
      [{ redirectUrls: ['/linked'] }, /redirectUrls/],
      [{ partnerOrigins: { plad: 'https://cdn.plaid.com' } }, /plad/],
      [{ now: 0 }, /now/],
      [{ visa: 'yes' }, /visa/],
      [{ documentationExamples: 1 }, /documentationExamples/],
    ];
    for (const [options, message] of wrong) {
      const starting = startSimulator(options).then((simulator) => simulator.close());
      await assert.rejects(starting, (error) => error instanceof TypeError && message.test(error.message));
    }
    const absent = { port: undefined, scenario: undefined, now: undefined } as object;
    await (await startSimulator(absent)).close();
  });

  it('is expired from the start in the scenario of that name', () => {
    const world = new World({ scenario: 'expired-session' });
    const { credential } = world.createSession('plaid', origins, { owner });
    assert.deepEqual(world.start('plaid', credential), { refused: 'expired' });
  });
});

describe('what comes out of a foreign session', () => {
  it('is worth nothing at Dwolla', () => {
    const world = new World();
    const { publicToken } = world.linkPlaid(started(world, 'plaid', printed.plaid));
    const { paymentId } = world.payCheckout(started(world, 'checkout', printed.checkout), {
      number: '4024 7644 4997 1519',
      expirationMonth: 1,
      expirationYear: 2031,
    });
    for (const token of [publicToken, paymentId]) assert.equal(world.grants.get(token)?.exchangeable, false);
    const { exchangeId } = world.linkVisa(started(world, 'visa', printed.visa));
    assert.equal(world.exchanges.has(exchangeId), false);
  });
});

describe('created URLs', () => {
  it('look like the real ones', () => {
    const world = new World();
    const href = (partner: PartnerName): string =>
      world.createSession(partner, origins, { owner }).href ?? '';
    assert.equal(href('plaid'), '');
    assert.equal(href('checkout'), '');

    const mx = /^https:\/\/int-widgets\.moneydesktop\.com\/md\/connect\/\w{120}\/([\w%]+)$/.exec(href('mx'));
    const config: unknown = JSON.parse(Buffer.from(decodeURIComponent(mx?.[1] ?? ''), 'base64').toString());
    assert.deepEqual(config, {
      ui_message_version: 4,
      ui_message_webview_url_scheme: 'mx',
      mode: 'verification',
    });

    const visa = href('visa');
    assert.match(visa, /^https:\/\/link\.visa\.com\/1\.0\/account-check\/connect\?client_id=\w{32}&/);
    assert.ok(
      visa.includes('&redirect_uri=http://localhost:4010/redirect/tink&'),
      'raw, not percent-encoded',
    );

    const flinks = new URL(href('flinks'));
    assert.equal(flinks.pathname, '/v2/');
    assert.match(flinks.searchParams.get('authorizeToken') ?? '', /^[0-9a-f-]{36}$/);

    const mastercard = new URL(href('mastercard')).searchParams;
    assert.deepEqual([...mastercard.keys()].slice(0, 6), [
      'customerId',
      'origin',
      'partnerId',
      'signature',
      'timestamp',
      'ttl',
    ]);
    assert.equal(Number(mastercard.get('ttl')) - Number(mastercard.get('timestamp')), 7_200_000);
  });
});
