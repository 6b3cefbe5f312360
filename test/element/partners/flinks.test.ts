import { expect } from '@open-wc/testing';
import { start, type Watched } from '../../support/exchange-link.js';
import { frameLink, partnerPage, trustOtherOrigin, type PartnerPage } from '../../support/framed.js';
import { linkSession } from '../../support/sessions.js';

const loginId = '5e115eac-1209-4f19-641c-08d6d484e2fe';
const accountId = '9b7fb629-0fad-44f4-8c5e-44c25a0bfa8e';
const backAtHost = (query: string): string => `https://host.test/linked?${query}`;

async function open(
  settings: Parameters<typeof start>[0] = {},
): Promise<{ watched: Watched; page: PartnerPage }> {
  const watched = start({ session: linkSession(frameLink()), ...settings });
  const page = await partnerPage(watched);
  await page.say({ step: 'APP_MOUNTED' });
  await watched.state('open');
  return { watched, page };
}

describe('Flinks Connect, in a frame', () => {
  beforeEach(() => trustOtherOrigin('flinks'));

  describe('the user links a bank: REDIRECT, in each of its shapes', () => {
    const shapes: [string, object, object][] = [
      ['the login at the top level', { loginId }, { loginId }],
      [
        'the login with request and institution',
        { loginId, requestId: accountId, institution: 'FlinksCapital' },
        { loginId, institution: 'FlinksCapital' },
      ],
      [
        'the login in the query of its url',
        { institution: 'FlinksCapital', url: backAtHost(`loginId=${loginId}`) },
        { loginId, institution: 'FlinksCapital' },
      ],
      [
        'login, account and institution in the query',
        { url: backAtHost(`loginId=${loginId}&accountId=${accountId}&institution=Flinks%20Capital`) },
        { loginId, accountId, institution: 'Flinks Capital' },
      ],
      [
        'both places: the top level counts',
        { loginId, accountId, url: backAtHost('loginId=other&accountId=other') },
        { loginId, accountId },
      ],
      ['a url that is none', { loginId, url: 'not a url' }, { loginId }],
      [
        'of accounts in a list the first',
        { loginId, accountId: [accountId, loginId] },
        { loginId, accountId },
      ],
      [
        'of a list the first that is one',
        { loginId, accountId: [null, '', accountId] },
        { loginId, accountId },
      ],
      ['an empty list of accounts', { loginId, accountId: [] }, { loginId }],
      ['a relative url', { url: `/linked?loginId=${loginId}` }, { loginId }],
      [
        'a url of a query alone',
        { url: `?loginId=${loginId}&accountId=${accountId}` },
        { loginId, accountId },
      ],
      ['a url without a scheme', { url: `host.test/linked?loginId=${loginId}#done` }, { loginId }],
      ['a url of an app', { url: `myapp://linked?loginId=${loginId}` }, { loginId }],
    ];
    for (const [name, message, fields] of shapes)
      for (const isText of [false, true])
        it(`${name}${isText ? ', as a string' : ''}`, async () => {
          const { watched, page } = await open();
          const whole = { step: 'REDIRECT', ...message };
          await page.say(isText ? JSON.stringify(whole) : whole);
          expect(await watched.detail('exchange-success')).to.deep.equal({
            partner: 'flinks',
            ...fields,
            reauth: false,
            exchangeRequest: null,
          });
        });

    for (const [name, message] of Object.entries({
      'without a login': {},
      'with a login that is none': { loginId: 'javascript:alert(1)' },
      'with a login that is no string': { loginId: { id: loginId } },
      'with a url without a login': { url: backAtHost('institution=x') },
    }))
      it(`${name} is partner-error`, async () => {
        const { watched, page } = await open();
        await page.say({ step: 'REDIRECT', ...message });
        expect((await watched.detail('exchange-error')).code).to.equal('partner-error');
      });

    const selections: [string, unknown, object, object][] = [
      ['where REDIRECT names none', accountId, {}, { accountId }],
      ['as a list', [accountId], {}, { accountId }],
      ['unless REDIRECT names one', 'another', { accountId }, { accountId }],
      ['none where it is no text', { id: 1 }, {}, {}],
    ];
    for (const [name, selected, redirect, fields] of selections)
      it(`the account that was selected last, ${name}`, async () => {
        const { watched, page } = await open();
        await page.say({ step: 'ACCOUNT_SELECTED', accountId: 'an earlier one' });
        await page.say({ step: 'ACCOUNT_SELECTED', accountId: selected });
        await page.say({ step: 'REDIRECT', loginId, ...redirect });
        expect(await watched.detail('exchange-success')).to.deep.equal({
          partner: 'flinks',
          loginId,
          ...fields,
          reauth: false,
          exchangeRequest: null,
        });
      });

    it('a second REDIRECT changes nothing', async () => {
      const { watched, page } = await open();
      await page.say({ step: 'REDIRECT', loginId });
      await page.say({ step: 'REDIRECT', loginId: accountId });
      expect(watched.outcomes.length).to.equal(1);
    });
  });

  it('COMPONENT_CLOSE_SESSION: an exit by the user', async () => {
    const { watched, page } = await open();
    await page.say({ step: 'COMPONENT_CLOSE_SESSION' });
    expect(await watched.detail('exchange-exit')).to.deep.equal({ partner: 'flinks', reason: 'user' });
  });

  it('TOKEN_INVALID: session-expired', async () => {
    const { watched, page } = await open();
    await page.say({ step: 'TOKEN_INVALID' });
    const detail = await watched.detail('exchange-error');
    expect([detail.code, detail.partnerCode, detail.retryable]).to.deep.equal([
      'session-expired',
      'TOKEN_INVALID',
      false,
    ]);
  });

  for (const [name, message, code] of [
    ['a wrong password', { step: 'INVALID_PASSWORD' }, 'INVALID_PASSWORD'],
    [
      'a fault of the API',
      { requestId: accountId, flinksCode: 'AGGREGATION_ERROR', institution: 'X' },
      'AGGREGATION_ERROR',
    ],
    ['a window that was refused', { step: 'POPUP_BLOCKED' }, 'POPUP_BLOCKED'],
  ] as const)
    it(`${name} is no outcome, and is reported with the exit`, async () => {
      const { watched, page } = await open();
      await page.say(message);
      expect(watched.element.state).to.equal('open');
      await page.say({ step: 'COMPONENT_CLOSE_SESSION' });
      expect((await watched.detail('exchange-exit')).error).to.deep.equal({ type: 'flinks', code });
    });

  it('refused terms are no outcome: whether Flinks closes then is its own affair', async () => {
    const { watched, page } = await open();
    await page.say({ step: 'COMPONENT_DENY_CONSENT' });
    await page.say({ step: 'DENY_TERMS' });
    expect(watched.element.state).to.equal('open');
  });

  it('the host hears of each step by name, with no more than the institution', async () => {
    const { watched, page } = await open();
    await page.say({
      step: 'INSTITUTION_SELECTED',
      institution: 'FlinksCapital',
      username: 'me',
      url: 'https://x.test',
    });
    expect(watched.all('exchange-activity').at(-1)?.detail).to.deep.equal({
      partner: 'flinks',
      name: 'INSTITUTION_SELECTED',
      data: { institution: 'FlinksCapital' },
    });
    await page.say({ step: 'SUBMIT_MFA', secret: 'x', mfaTypes: ['a'] });
    expect(watched.all('exchange-activity').at(-1)?.detail.data).to.deep.equal({});
    await page.say({ flinksCode: 'RETRY_LATER', institution: 'FlinksCapital', requestId: accountId });
    expect(watched.all('exchange-activity').at(-1)?.detail.data).to.deep.equal({
      flinksCode: 'RETRY_LATER',
      institution: 'FlinksCapital',
    });
  });

  for (const message of [
    { step: 'SOMETHING_NEW', institution: 'what the user typed', flinksCode: 'x' },
    { step: 'COMPONENT_LOAD_SOMETHING_NEW', institution: 'what the user typed' },
    { step: 'NOT_INSTITUTION_SELECTED', institution: 'what the user typed' },
    { flinksCode: 'SOMETHING_NEW', institution: 'what the user typed' },
  ])
    it(`what nobody knows, ${Object.values(message)[0]}, passes by name alone`, async () => {
      const { watched, page } = await open();
      await page.say(message);
      expect(watched.all('exchange-activity').at(-1)?.detail).to.deep.equal({
        partner: 'flinks',
        name: message.step ?? message.flinksCode,
        data: {},
      });
    });
});
