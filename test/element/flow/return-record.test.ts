import { expect } from '@open-wc/testing';
import {
  cleanAddress,
  dropReturnRecord,
  stopCleaning,
  takeReturnRecord,
  takeUnknownReturn,
  writeReturnRecord,
  type ReturnRecord,
} from '../../../src/element/flow/return-record.js';
import { addedQuery, leaveRecord, replace, returnWith, storedRecord } from '../../support/exchange-link.js';

const minute = 60_000;
const record = (more: Partial<ReturnRecord> = {}): ReturnRecord => ({
  partner: 'visa',
  startedAt: Date.now() - minute,
  sessionUrl: 'https://host.test/session',
  exchangePartnerHref: 'https://api.dwolla.com/exchange-partners/1',
  reauth: false,
  linkToken: null,
  ...more,
});
const plaid = (more: Partial<ReturnRecord> = {}): ReturnRecord =>
  record({ partner: 'plaid', linkToken: 'link-1', ...more });

describe('the record: what survives while the user is away', () => {
  it('is in this tab’s sessionStorage, under one key; nothing is in localStorage', () => {
    writeReturnRecord(plaid());
    expect(Object.keys(sessionStorage)).to.deep.equal(['dwolla-exchange-link']);
    expect(localStorage.length).to.equal(0);
  });

  it('is no return for the document that wrote it', () => {
    writeReturnRecord(record());
    returnWith('exchange=1');
    expect(takeReturnRecord('')).to.equal(null);
    expect(storedRecord()).not.to.equal(null);
  });

  it('goes when it is dropped, unless another one has taken its place', () => {
    const first = writeReturnRecord(record());
    const second = writeReturnRecord(record({ sessionUrl: 'https://host.test/other' }));
    dropReturnRecord(first);
    expect(storedRecord()?.['sessionUrl']).to.equal('https://host.test/other');
    dropReturnRecord(second);
    expect(storedRecord()).to.equal(null);
    dropReturnRecord(null);
  });

  it('may be impossible to write or to read: the browser refuses storage', () => {
    const refuse = (): never => {
      throw new DOMException('Denied.', 'SecurityError');
    };
    replace(Storage.prototype, 'setItem', refuse);
    replace(Storage.prototype, 'getItem', refuse);
    expect(writeReturnRecord(record())).to.equal(null);
    expect(takeReturnRecord('')).to.equal(null);
    dropReturnRecord('something');
  });
});

describe('takeReturnRecord: is this page a return?', () => {
  it('yes, with a record and its partner’s parameter in the address', () => {
    const left = record();
    leaveRecord({ ...left });
    returnWith('exchange=6bc9109a&state=open');
    expect(takeReturnRecord('')).to.deep.equal({ record: left, url: location.href });
  });

  it('can be asked once only', () => {
    leaveRecord({ ...record() });
    returnWith('error=USER_CANCELLED');
    expect(takeReturnRecord('')).not.to.equal(null);
    expect(storedRecord()).to.equal(null);
    expect(takeReturnRecord('')).to.equal(null);
  });

  it('a record without its parameter is a return without a result, and is dropped', () => {
    leaveRecord({ ...record() });
    returnWith('oauth_state_id=1&exchanges=2');
    expect(takeReturnRecord('')?.url).to.equal(null);
    expect(storedRecord()).to.equal(null);
  });

  it('parameters without a record are somebody else’s', () => {
    returnWith('exchange=6bc9109a');
    expect(takeReturnRecord('')).to.equal(null);
  });

  it('an element for another partner leaves it alone', () => {
    leaveRecord({ ...record() });
    returnWith('exchange=6bc9109a');
    expect(takeReturnRecord('plaid')).to.equal(null);
    expect(storedRecord()).not.to.equal(null);
    expect(takeReturnRecord('visa')?.record.partner).to.equal('visa');
  });

  it('each partner has parameters of its own', () => {
    leaveRecord({ ...plaid() });
    returnWith('oauth_state_id=9b7fb629');
    expect(takeReturnRecord('')?.url).to.equal(location.href);
  });

  describe('is good for 30 minutes', () => {
    for (const [age, isGood] of [
      [0, true],
      [29.9 * minute, true],
      [30 * minute, false],
      [24 * 60 * minute, false],
      [-minute, false],
    ] as const)
      it(`${age / minute} minutes old: ${isGood ? 'good' : 'dropped'}`, () => {
        const now = Date.now();
        replace(Date, 'now', () => now);
        leaveRecord({ ...record({ startedAt: now - age }) });
        returnWith('exchange=1');
        expect(takeReturnRecord('') !== null).to.equal(isGood);
        expect(storedRecord()).to.equal(null);
      });
  });

  const broken: Record<string, string> = {
    'no JSON': '{',
    'no object': '7',
    null: 'null',
    'without a partner': '{"startedAt":1}',
    'of a partner that nobody knows': JSON.stringify({ ...record(), partner: 'nobody' }),
    'of a partner that never leaves the page': JSON.stringify({ ...record(), partner: 'mx' }),
    'of a partner called constructor': JSON.stringify({ ...record(), partner: 'constructor' }),
    'without a time': JSON.stringify({ ...record(), startedAt: undefined }),
    'with words for a time': JSON.stringify({ ...record(), startedAt: 'yesterday' }),
  };
  for (const [name, stored] of Object.entries(broken))
    it(`${name} is none, and is dropped`, () => {
      sessionStorage.setItem('dwolla-exchange-link', stored);
      returnWith('exchange=1');
      expect(takeReturnRecord('')).to.equal(null);
      expect(sessionStorage.length).to.equal(0);
    });

  it('takes no more from it than belongs there', () => {
    leaveRecord({
      ...record(),
      sessionUrl: 7,
      exchangePartnerHref: {},
      reauth: 'yes',
      linkToken: '',
      more: 'x',
    });
    returnWith('exchange=1');
    const { record: read } = takeReturnRecord('') ?? {};
    expect({ ...read, startedAt: 0 }).to.deep.equal({
      partner: 'visa',
      startedAt: 0,
      sessionUrl: null,
      exchangePartnerHref: null,
      reauth: false,
      linkToken: null,
    });
  });
});

describe('takeUnknownReturn: a return that began in another browser', () => {
  it('is Plaid’s alone, and is reported once per address', () => {
    returnWith('oauth_state_id=first');
    expect(takeUnknownReturn('')).to.deep.equal({ partner: 'plaid', url: location.href });
    expect(takeUnknownReturn('')).to.equal(null);
    returnWith('oauth_state_id=second');
    expect(takeUnknownReturn('plaid')?.url).to.equal(location.href);
  });
  it('never Visa’s: its result proves nothing without a record', () => {
    returnWith('exchange=6bc9109a');
    expect(takeUnknownReturn('')).to.equal(null);
    expect(takeUnknownReturn('visa')).to.equal(null);
  });
  it('is nothing to an element for another partner', () => {
    returnWith('oauth_state_id=third');
    expect(takeUnknownReturn('mx')).to.equal(null);
    expect(takeUnknownReturn('plaid')).not.to.equal(null);
  });
});

describe('cleanAddress: takes a partner’s parameters off and leaves the others as they are', () => {
  const cases: ['visa' | 'plaid', string, string][] = [
    ['visa', 'exchange=1', ''],
    ['visa', 'exchange=1&error=TEMPORARY_ERROR', ''],
    ['visa', 'exchange=1&error=2', 'error=2'],
    ['visa', 'a=1&exchange=2&b=3', 'a=1&b=3'],
    ['visa', 'a=%20+x&error=USER_CANCELLED&b', 'a=%20+x&b'],
    ['visa', 'redirect=https://x.test/?y&exchange=1&c=a%2Fb', 'redirect=https://x.test/?y&c=a%2Fb'],
    ['visa', 'exchanged=1&errors=2&xerror=3', 'exchanged=1&errors=2&xerror=3'],
    ['visa', '%65xchange=1&a', 'a'],
    ['visa', 'exchange', ''],
    ['visa', 'oauth_state_id=1&exchange=2', 'oauth_state_id=1'],
    ['plaid', 'oauth_state_id=1&exchange=2', 'exchange=2'],
    ['plaid', 'a=1&oauth_state_id=1&oauth_state_id=2', 'a=1'],
  ];
  for (const [partner, before, after] of cases)
    it(`${partner}: ?${before} → ?${after}`, () => {
      returnWith(before);
      cleanAddress(partner);
      expect(addedQuery().replace(/^[&?]/, '')).to.equal(after);
    });

  it('keeps the fragment and the state of the history entry, and adds no entry', () => {
    const url = new URL(location.href);
    url.search += `${url.search ? '&' : '?'}exchange=1`;
    url.hash = 'step-2';
    history.replaceState({ router: 7 }, '', url);
    const { length } = history;
    cleanAddress('visa');
    expect(location.hash).to.equal('#step-2');
    expect(history.state).to.deep.equal({ router: 7 });
    expect(history.length).to.equal(length);
  });

  it('cleans again what a router that hydrates writes back, and nothing that is another address', () => {
    const checks: (() => void)[] = [];
    returnWith('exchange=1&a=1');
    const returned = location.href;
    const { setTimeout } = window;
    window.setTimeout = ((check: () => void) => checks.push(check)) as typeof setTimeout;
    cleanAddress('visa');
    window.setTimeout = setTimeout;
    const cleaned = location.href;
    expect(cleaned).not.to.equal(returned);
    history.replaceState({ router: 7 }, '', returned);
    checks.shift()?.();
    expect(location.href).to.equal(cleaned);
    expect(history.state).to.deep.equal({ router: 7 });
    // The host's own next address, with a parameter of the same name.
    returnWith('exchange=1&a=1&page=2');
    const next = location.href;
    for (const check of checks) check();
    expect(location.href).to.equal(next);
    // The same address again, once the return is over: another return.
    stopCleaning();
    history.replaceState(null, '', returned);
    for (const check of checks) check();
    expect(location.href).to.equal(returned);
  });
});
