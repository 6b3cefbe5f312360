import { expect } from '@open-wc/testing';
import {
  describeAccount,
  missingFields,
  type Knowledge,
} from '../../src/add-funding-source/account-step/describe-account.js';
import { reduceAccountStep } from '../../src/add-funding-source/account-step/reduce.js';
import { knownOf } from '../../src/add-funding-source/known-account.js';
import { reduceLinkStep } from '../../src/add-funding-source/link-step.js';
import {
  initial,
  type AccountAction,
  type Given,
  type LinkAction,
  type Snapshot,
} from '../../src/add-funding-source/state.js';
import type { ExchangeSuccessDetail } from '../../src/element/flow/outcome.js';
import type { PartnerName } from '../../src/element/partners/registry.js';

const given = (settings: Partial<Given> = {}): Given => ({
  partners: ['plaid'],
  exchange: '',
  accountName: '',
  cardholder: null,
  key: 'key-0001',
  now: 1_000,
  ...settings,
});
type Action = LinkAction | AccountAction;
const ofAccount = /^(checked|found|listed|begun|choose-account|exchanged|describe|made|refused)$/;
/** Both steps together. */
const reduce = (now: Snapshot, action: Action, settings: Given): Snapshot =>
  ofAccount.test(action.type)
    ? reduceAccountStep(now, action as AccountAction, settings)
    : reduceLinkStep(now, action as LinkAction, settings);

const begin: Extract<LinkAction, { type: 'start' }> = {
  type: 'start',
  account: null,
  partner: null,
  isReturn: false,
  exchange: '',
};

/** Where these actions lead. */
const after = (settings: Partial<Given>, ...actions: readonly (Action | readonly Action[])[]): Snapshot =>
  [begin, ...actions].flat().reduce((now, action) => reduce(now, action, given(settings)), initial);

const exchange = { exchangeRequest: null, reauth: false };
const mx: ExchangeSuccessDetail = {
  partner: 'mx',
  userGuid: null,
  memberGuid: null,
  sessionGuid: null,
  ...exchange,
};
const card: ExchangeSuccessDetail = {
  partner: 'checkout',
  paymentId: 'pay_1',
  payment: { id: 'pay_1', status: null, type: null },
  reauth: false,
  exchangeRequest: { token: 'pay_1' },
};
const visa: ExchangeSuccessDetail = { partner: 'visa', exchangeId: 'ex-1', ...exchange };
const connections = ['Savings 1', 'Checking 2'].map((name, index) => ({
  name,
  availableConnectionToken: `mx-token-${index}`,
}));
const exchanged: Action = { type: 'exchanged', exchangeId: 'ex-1' };
const success = (detail: ExchangeSuccessDetail): readonly Action[] => [
  { type: 'inner-success', detail, key: 'key-0001' },
  { type: 'begun' },
];
const only = (partner: PartnerName): Partial<Given> => ({ partners: [partner] });

describe('the steps of a run', () => {
  it('one account of MX is no choice', () => {
    const now = after(only('mx'), success(mx), { type: 'listed', connections: connections.slice(0, 1) });
    expect(now).to.have.nested.property('job.claim.availableConnectionToken', 'mx-token-0');
  });

  it('of several the user chooses, and the name is known', () => {
    const choosing = after(only('mx'), success(mx), { type: 'listed', connections });
    expect(choosing.name).to.equal('choosing-account');
    const chosen = reduce(choosing, { type: 'choose-account', index: 1 }, given(only('mx')));
    expect(chosen).to.have.nested.property('job.claim.availableConnectionToken', 'mx-token-1');
    const described = reduce(chosen, exchanged, given(only('mx')));
    expect(described).to.have.nested.property('account.known.name', 'Checking 2');
    expect(described.name).to.equal('describing-account');
    expect(reduce(choosing, { type: 'choose-account', index: 7 }, given(only('mx')))).to.equal(choosing);
  });

  it('no account at all is an error that asks once more', () => {
    const now = after(only('mx'), success(mx), { type: 'listed', connections: [] });
    expect(now).to.have.nested.property('outcome.detail.code', 'no-accounts');
    expect(reduce(now, { type: 'retry' }, given(only('mx')))).to.have.nested.property('job.type', 'list');
  });

  it('of several at Plaid the user chooses, where their types tell them apart', () => {
    const account = (name: string, subtype: string, mask: string) => ({
      id: null,
      name,
      mask,
      type: 'depository',
      subtype,
      verification_status: null,
    });
    const plaid = (...accounts: ReturnType<typeof account>[]): Snapshot =>
      after(
        {},
        success({
          partner: 'plaid',
          publicToken: 'token',
          metadata: { institution: { name: 'Bank', institution_id: null }, accounts, link_session_id: null },
          ...exchange,
        }),
        exchanged,
      );
    const choosing = plaid(account('Mine', 'checking', '0000'), account('Ours', 'savings', '1111'));
    expect(choosing).to.have.property('labels').that.deep.equals(['Mine ••0000', 'Ours ••1111']);
    const chosen = reduce(choosing, { type: 'choose-account', index: 1 }, given());
    expect(chosen)
      .to.have.nested.property('job.source')
      .that.deep.equals({ name: 'Bank 1111', bankAccountType: 'savings' });
    const alike = plaid(account('Mine', 'checking', '0000'), account('Ours', 'checking', '1111'));
    expect(alike).to.have.nested.property('account.known.type', 'checking');
    expect(alike.name).to.equal('describing-account');
  });

  it('Visa’s exchange is confirmed by the backend before anything is asked', () => {
    const now = after(only('visa'), success(visa));
    expect(now).to.have.nested.property('job.claim', visa);
    expect(reduce(now, exchanged, given(only('visa'))).name).to.equal('describing-account');
  });

  it('a card whose holder is known is not asked for anything', () => {
    const cardholder = {
      firstName: 'Ada',
      lastName: 'Lovelace',
      billingAddress: {
        address1: '909 Locust Street',
        city: 'Des Moines',
        stateProvinceRegion: 'IA',
        country: 'US',
        postalCode: '50309',
      },
    };
    const settings = { ...only('checkout'), cardholder, accountName: 'My card' };
    const now = after(settings, success(card), exchanged);
    expect(now).to.have.nested.property('job.source').that.deep.equals({
      name: 'My card',
      cardDetails: cardholder,
    });
  });

  it('every action that means nothing in a state leaves it as it is', () => {
    const added = after({ accountName: 'Mine' }, success(visa), exchanged);
    const actions: readonly Action[] = [
      ...success(mx),
      { type: 'checked', isThere: true },
      { type: 'listed', connections },
      { type: 'choose-account', index: 0 },
      { type: 'choose-partner', partner: 'mx' },
      { type: 'inner-exit', detail: { partner: 'mx', reason: 'user' } },
      { type: 'made', source: { id: 'fs' }, isDuplicate: false },
      { type: 'retry' },
      { type: 'inner-start' },
      exchanged,
    ];
    expect(added.name).to.equal('describing-account');
    for (const action of actions) expect(reduce(added, action, given()), action.type).to.equal(added);
  });

  it('a refused check of an earlier exchange begins again; a failed one offers to try again', () => {
    const account = { exchangeId: 'ex-1', known: knownOf(mx), key: 'key-0002' };
    const checking = reduce(initial, { ...begin, account, partner: 'plaid' }, given());
    const refuse = (status: number, code: string): Snapshot =>
      reduce(
        checking,
        {
          type: 'refused',
          refusal: {
            status,
            code,
            message: '',
            errors: [],
            exchangeId: '',
            fundingSourceId: '',
            sessionUrl: '',
          },
        },
        given(),
      );
    expect(refuse(404, 'NotFound').name).to.equal('linking');
    const failed = refuse(503, 'DwollaUnavailable');
    expect(failed.name).to.equal('error');
    expect(reduce(failed, { type: 'retry' }, given())).to.have.nested.property('job.type', 'check');
  });
});

describe('what is asked', () => {
  const nothing = knownOf(mx);
  const about = (settings: Partial<Knowledge>): Knowledge => ({
    partner: 'plaid',
    known: nothing,
    accountName: '',
    cardholder: null,
    ...settings,
  });

  it('is what is missing of a card holder', () => {
    const cardholder = { firstName: 'Ada', billingAddress: { address1: '1 Street', country: 'US' } };
    expect(missingFields(about({ partner: 'checkout', cardholder }))).to.deep.equal([
      'name',
      'lastName',
      'city',
      'stateProvinceRegion',
      'postalCode',
    ]);
  });

  it('takes nothing inherited, and nothing but texts', () => {
    const cardholder = Object.create({ firstName: 'Ada' }) as Record<string, unknown>;
    cardholder['lastName'] = 7;
    cardholder['billingAddress'] = 'here';
    expect(missingFields(about({ partner: 'checkout', cardholder }))).to.include.members([
      'firstName',
      'lastName',
      'address1',
    ]);
  });

  it('takes small letters for a state, and says what is wrong', () => {
    const values = {
      name: 'Card',
      firstName: 'Ada',
      lastName: 'L',
      address1: '1 Street',
      address2: '',
      city: 'Des Moines',
      stateProvinceRegion: 'ia',
      postalCode: '50309',
      country: 'USA',
    };
    expect(describeAccount(about({ partner: 'checkout' }), values)).to.deep.equal({
      problems: { country: { type: 'two-letters' } },
    });
    const { source } = describeAccount(about({ partner: 'checkout' }), { ...values, country: 'us' }) as {
      source: object;
    };
    expect(source).to.have.nested.property('cardDetails.billingAddress.stateProvinceRegion', 'IA');
    expect(source).not.to.have.nested.property('cardDetails.billingAddress.address2');
  });

  it('keeps a long name of a bank within what Dwolla takes', () => {
    const detail: ExchangeSuccessDetail = {
      partner: 'plaid',
      publicToken: 'token',
      metadata: {
        institution: { name: 'Bank '.repeat(20), institution_id: null },
        accounts: [
          { id: null, name: null, mask: '0000', type: null, subtype: 'savings', verification_status: null },
        ],
        link_session_id: null,
      },
      ...exchange,
    };
    const { name, type } = knownOf(detail);
    expect(name).to.match(/^Bank .* 0000$/);
    expect(name.length).to.be.at.most(50);
    expect(type).to.equal('savings');
  });

  it('knows of several accounts of one type that type alone', () => {
    const account = {
      id: null,
      name: null,
      mask: '0',
      type: null,
      subtype: 'savings',
      verification_status: null,
    };
    const metadata = { institution: null, accounts: [account, account], link_session_id: null };
    expect(knownOf({ partner: 'plaid', publicToken: 'token', metadata, ...exchange })).to.deep.equal({
      name: '',
      suggestion: '',
      type: 'savings',
    });
  });
});
