import { expect } from '@open-wc/testing';
import type {
  FundingSourceAddedDetail,
  FundingSourceErrorDetail,
} from '../../src/add-funding-source/outcome.js';
import { consoleLines, settled, until } from '../support/exchange-link.js';
import {
  exchangeId,
  FakeKit,
  fundingSourceId,
  refusal,
  reloadDocument,
  startFunding,
  storedRun,
} from '../support/funding.js';
import { plaidHandler, plaidHandlers, usePlaid, useNewPlaid } from '../support/plaid.js';

const metadata = {
  institution: { name: 'First Platypus Bank', institution_id: 'ins_1' },
  accounts: [{ id: 'a', name: 'Plaid Checking', mask: '0000', type: 'depository', subtype: 'checking' }],
};
const succeed = async (index = 0, reported: object = metadata): Promise<void> => {
  const handler = await plaidHandler(index);
  handler.load();
  handler.succeed(`public-sandbox-${index}`, reported);
};
const added: FundingSourceAddedDetail = {
  fundingSource: { id: fundingSourceId, type: 'bank', status: 'verified', name: 'First Platypus Bank 0000' },
  exchangeId,
  partner: 'plaid',
};

describe('<dwolla-add-funding-source>', () => {
  beforeEach(usePlaid);
  afterEach(async () => {
    await reloadDocument();
    sessionStorage.clear();
  });

  it('goes from Plaid to a funding source without asking anything, where Plaid says all', async () => {
    const watched = startFunding();
    await succeed();
    expect(await watched.outcome('funding-source-added')).to.deep.equal(added);
    expect(watched.story).to.deep.equal(['linking', 'adding', 'added', 'funding-source-added']);
    expect(watched.kit.made('createFundingSource')[0]?.sent).to.deep.equal({
      exchangeId,
      name: 'First Platypus Bank 0000',
      bankAccountType: 'checking',
    });
    expect(watched.element.outcome).to.deep.equal({ type: 'added', detail: added });
    expect(watched.element.getAttribute('state')).to.equal('added');
    expect(Object.isFrozen(watched.element.outcome?.detail)).to.be.true;
    expect(storedRun()).to.be.null;
  });

  it('lets the events of the link bubble through', async () => {
    const types: string[] = [];
    const watched = startFunding();
    for (const type of ['exchange-ready', 'exchange-open', 'exchange-success'])
      watched.element.addEventListener(type, () => types.push(type));
    await succeed();
    await watched.state('added');
    expect(types).to.deep.equal(['exchange-ready', 'exchange-open', 'exchange-success']);
    expect(watched.link?.slot).to.equal('link');
  });

  it('asks only what neither Plaid nor the host says', async () => {
    const watched = startFunding({ accountName: 'Payouts' });
    await succeed(0, { institution: { name: 'Platypus' }, accounts: [{ subtype: 'money market' }] });
    await watched.state('describing-account');
    expect(watched.fields).to.deep.equal(['bankAccountType']);
  });

  it('asks what Plaid does not say, and shows an error at the field', async () => {
    const watched = startFunding();
    await succeed(0, { institution: { name: 'Platypus' }, accounts: [{ subtype: 'money market' }] });
    await watched.state('describing-account');
    expect(watched.fields).to.deep.equal(['name', 'bankAccountType']);
    expect(watched.find('input[name=name]')?.value).to.equal('Platypus');
    watched.fill('name', ' ');
    await watched.press();
    await watched.element.updateComplete;
    expect(watched.element.state).to.equal('describing-account');
    const name = watched.find('input[name=name]')!;
    expect(name.getAttribute('aria-invalid')).to.equal('true');
    expect(watched.find(`#${name.getAttribute('aria-describedby')}`)?.textContent).to.equal(
      'Fill in this field.',
    );
    expect(watched.find('[part=status]')?.textContent).to.equal('Please check the marked fields.');
    await until(() => watched.element.shadowRoot?.activeElement === name, 'the focus at the field');
    watched.fill('name', ' Rent ');
    watched.fill('bankAccountType', 'savings');
    await watched.press();
    await watched.outcome('funding-source-added');
    expect(watched.kit.made('createFundingSource')[0]?.sent).to.deep.equal({
      exchangeId,
      name: 'Rent',
      bankAccountType: 'savings',
    });
  });

  it('takes the account name of the host', async () => {
    const watched = startFunding({ accountName: 'Payouts' });
    await succeed();
    const { fundingSource } = (await watched.outcome('funding-source-added')) as FundingSourceAddedDetail;
    expect(fundingSource.name).to.equal('Payouts');
  });

  it('makes one exchange of a backend that fails twice, under one key', async () => {
    const kit = new FakeKit();
    kit.plan('createExchange', refusal(500, 'UnexpectedError'), refusal(500, 'UnexpectedError'));
    const watched = startFunding({}, kit);
    await succeed();
    const detail = (await watched.outcome('funding-source-error')) as FundingSourceErrorDetail;
    expect(detail).to.deep.equal({
      code: 'UnexpectedError',
      message: 'The backend says UnexpectedError.',
      partner: 'plaid',
      retryable: true,
      status: 500,
    });
    expect(consoleLines.join()).to.contain('<dwolla-add-funding-source> UnexpectedError');
    await watched.press();
    await until(() => watched.outcomes.length === 2, 'the second error');
    await watched.state('error');
    await watched.press();
    await watched.state('added');
    expect(watched.outcomes.map(({ type }) => type)).to.deep.equal([
      'funding-source-error',
      'funding-source-error',
      'funding-source-added',
    ]);
    expect(new Set(kit.made('createExchange').map(({ key }) => key)).size).to.equal(1);
    expect(kit.made('createExchange')).to.have.length(3);
    expect(kit.exchanges.size).to.equal(1);
    expect(plaidHandlers()).to.have.length(1);
  });

  it('keeps quiet in the console where the page handles an error', async () => {
    const kit = new FakeKit();
    kit.plan('createExchange', refusal(403, 'Forbidden'));
    const watched = startFunding({}, kit);
    watched.element.addEventListener('funding-source-error', (event) => event.preventDefault());
    await succeed();
    const { retryable } = (await watched.outcome('funding-source-error')) as FundingSourceErrorDetail;
    expect(retryable).to.be.false;
    expect(watched.find('.view [part=button]')).to.be.null;
    expect(consoleLines.join()).not.to.contain('Forbidden');
  });

  for (const code of ['InvalidExchangeToken', 'InvalidExchange', 'InactiveExchange'])
    it(`goes back to the link with a new session after ${code}, once by itself`, async () => {
      const kit = new FakeKit();
      kit.plan('createExchange', refusal(400, code), refusal(400, code));
      const watched = startFunding({}, kit);
      await succeed();
      await until(() => kit.sessions.length === 2, 'a second session');
      expect(watched.element.state).to.equal('linking');
      expect(watched.outcomes).to.deep.equal([]);
      await succeed(1);
      const { retryable } = (await watched.outcome('funding-source-error')) as FundingSourceErrorDetail;
      expect(retryable).to.be.true;
      await watched.press();
      await succeed(2);
      await watched.state('added');
      expect(kit.sessions).to.have.length(3);
    });

  it('logs in again in place where the bank wants that, and then makes the funding source', async () => {
    const kit = new FakeKit();
    const sessionUrl = `/fake-kit/session?partner=plaid&exchange=${exchangeId}`;
    kit.plan('createFundingSource', refusal(409, 'UpdateCredentials', { exchangeId, sessionUrl }));
    const watched = startFunding({}, kit);
    await succeed();
    await until(() => kit.sessions.length === 2, 'a second session');
    expect(kit.sessions[1]).to.contain(sessionUrl);
    expect(watched.link?.reauth).to.be.true;
    await succeed(1);
    expect(await watched.outcome('funding-source-added')).to.deep.equal(added);
    expect(kit.made('createExchange')).to.have.length(1);
    expect(kit.made('createFundingSource')).to.have.length(2);
  });

  it('takes an account that is there already for added', async () => {
    const kit = new FakeKit();
    kit.plan('createFundingSource', refusal(409, 'DuplicateResource', { fundingSourceId: 'fs-0' }));
    const watched = startFunding({}, kit);
    await succeed();
    expect(await watched.outcome('funding-source-added')).to.deep.equal({
      fundingSource: { id: 'fs-0', type: 'bank', status: 'verified', name: 'From before' },
      exchangeId,
      partner: 'plaid',
      isDuplicate: true,
    });
  });

  it('shows at the field what the backend refuses', async () => {
    const kit = new FakeKit();
    const errors = [{ path: '/name', code: 'Invalid', message: 'Choose another name.' }];
    kit.plan('createFundingSource', refusal(400, 'ValidationError', { errors }));
    const watched = startFunding({}, kit);
    await succeed();
    await watched.state('describing-account');
    expect(watched.fields).to.deep.equal(['name']);
    expect(watched.find('#name-problem')?.textContent).to.equal('Choose another name.');
    watched.fill('name', 'Other');
    await watched.press();
    await watched.outcome('funding-source-added');
  });

  it('logs in again to the exchange that the host names, and makes nothing', async () => {
    const watched = startFunding({ exchange: exchangeId });
    await succeed();
    expect(await watched.outcome('exchange-reauthenticated')).to.deep.equal({ exchangeId, partner: 'plaid' });
    expect(watched.element.state).to.equal('added');
    expect(watched.kit.sessions[0]).to.contain(`exchange=${exchangeId}`);
    expect(watched.kit.calls).to.deep.equal([]);
  });

  it('ends with the exit of the link, which can begin again', async () => {
    const watched = startFunding();
    const handler = await plaidHandler();
    handler.load();
    handler.leave(null);
    expect(await watched.outcome('funding-source-exit')).to.deep.equal({ partner: 'plaid', reason: 'user' });
    expect(watched.element.state).to.equal('exited');
    await watched.link?.updateComplete;
    watched.link?.shadowRoot?.querySelector<HTMLElement>('.view [part=button]')?.click();
    await watched.state('linking');
    await succeed(1);
    await watched.state('added');
    expect(watched.outcomes).to.have.length(2);
  });

  it('offers several partners, and the others after one has failed', async () => {
    const watched = startFunding({ partner: 'plaid mx' });
    await settled();
    expect(watched.element.state).to.equal('choosing-partner');
    expect(watched.link).to.be.null;
    const labels = () =>
      [...watched.element.shadowRoot!.querySelectorAll('.view [part=button]')].map((button) =>
        button.textContent.trim(),
      );
    expect(labels()).to.deep.equal(['Continue with Plaid', 'Continue with MX']);
    await watched.press();
    const handler = await plaidHandler();
    handler.load();
    handler.leave({ error_type: 'INSTITUTION_ERROR', error_code: 'INSTITUTION_DOWN' });
    await watched.state('choosing-partner');
    expect(watched.outcomes).to.deep.equal([]);
    expect(labels()).to.deep.equal(['Continue with MX']);
    expect(watched.message).to.contain('Choose another way');
    await watched.press();
    await until(() => watched.link?.partner === 'mx', 'MX');
  });

  it('offers the others where the script of one is blocked', async () => {
    useNewPlaid();
    const { DwollaExchangeLink } = await import('../../src/element/dwolla-exchange-link.js');
    DwollaExchangeLink.configure({
      partners: { plaid: { scriptUrl: `${location.origin}/nothing-there.js` } },
    });
    const watched = startFunding({ partner: 'plaid mx' });
    await watched.press();
    await until(() => watched.story.includes('linking'), 'the link');
    await watched.state('choosing-partner');
    expect(watched.outcomes).to.deep.equal([]);
  });

  it('says that a partner’s name is unknown', async () => {
    const watched = startFunding({ partner: 'plaidd' });
    const { code, retryable } = (await watched.outcome('funding-source-error')) as FundingSourceErrorDetail;
    expect([code, retryable]).to.deep.equal(['unknown-partner', false]);
  });

  describe('after a reload', () => {
    it('goes on with the exchange that is there, under the same key', async () => {
      const kit = new FakeKit();
      kit.plan('createFundingSource', refusal(500, 'UnexpectedError'));
      startFunding({}, kit);
      await succeed();
      await until(() => kit.made('createFundingSource').length === 1, 'the first try');
      await settled();
      const stored = JSON.stringify(storedRun());
      expect(stored).to.contain(exchangeId);
      expect(stored).not.to.match(/public-sandbox|link-sandbox|token/);
      await reloadDocument();
      const again = startFunding({}, kit);
      expect(await again.outcome('funding-source-added')).to.deep.equal(added);
      expect(again.story).to.deep.equal(['adding', 'added', 'funding-source-added']);
      expect(kit.made('createExchange')).to.have.length(1);
      const keys = kit.made('createFundingSource').map(({ key }) => key);
      expect(keys[0]).to.equal(keys[1]);
      expect(storedRun()).to.be.null;
    });

    it('asks again what was not said', async () => {
      const kit = new FakeKit();
      const first = startFunding({}, kit);
      await succeed(0, {});
      await first.state('describing-account');
      await reloadDocument();
      const again = startFunding({}, kit);
      await again.state('describing-account');
      expect(again.fields).to.deep.equal(['name', 'bankAccountType']);
      expect(kit.made('createExchange')).to.have.length(1);
    });

    it('begins again where the exchange is gone', async () => {
      const kit = new FakeKit();
      const first = startFunding({}, kit);
      await succeed(0, {});
      await first.state('describing-account');
      await reloadDocument();
      kit.hasExchange = false;
      const again = startFunding({}, kit);
      await until(() => kit.sessions.length === 2, 'a new session');
      expect(again.element.state).to.equal('linking');
    });

    /** A run that is left before its request for an exchange was answered. */
    async function leaveBeforeAnswer(): Promise<void> {
      const kit = new FakeKit();
      kit.hold();
      const first = startFunding({}, kit);
      await succeed(0, {});
      await first.state('adding');
      await until(() => kit.made('createExchange').length === 1, 'the request');
      await reloadDocument();
    }
    const at = (age: number): string => new Date(Date.now() - age).toISOString();

    it('goes on with the exchange that was asked for and not answered', async () => {
      await leaveBeforeAnswer();
      const kit = new FakeKit();
      kit.listed = [
        { id: 'older', partner: 'plaid', status: 'active', created: at(3_600_000) },
        { id: 'another', partner: 'mx', status: 'active', created: at(0) },
        { id: 'gone', partner: 'plaid', status: 'disabled', created: at(0) },
        { id: exchangeId, partner: 'plaid', status: 'active', created: at(0) },
      ];
      const again = startFunding({}, kit);
      await again.state('describing-account');
      expect(kit.sessions).to.have.length(0);
      again.fill('name', 'Mine');
      again.fill('bankAccountType', 'checking');
      await again.press();
      await again.outcome('funding-source-added');
      expect(kit.made('createFundingSource')[0]?.sent).to.include({ exchangeId });
      expect(kit.made('createExchange')).to.have.length(0);
    });

    for (const [why, listed] of [
      ['none came of it', []],
      [
        'nobody knows which of two it is',
        ['ex-1', 'ex-2'].map((id) => ({ id, partner: 'plaid', status: 'active', created: at(0) }) as const),
      ],
    ] as const)
      it(`begins again where ${why}`, async () => {
        await leaveBeforeAnswer();
        // As if the wait for it were over.
        const stored = { ...storedRun(), sentAt: Number(storedRun()?.['sentAt']) - 20_000 };
        sessionStorage.setItem('dwolla-add-funding-source', JSON.stringify(stored));
        const kit = new FakeKit();
        kit.listed = listed;
        const again = startFunding({}, kit);
        await until(() => kit.sessions.length === 1, 'a new session');
        expect(again.element.state).to.equal('linking');
        expect(kit.made('listExchanges')).to.have.length(1);
      });

    it('begins again where the backend lists no exchanges', async () => {
      await leaveBeforeAnswer();
      const kit = new FakeKit();
      kit.plan('listExchanges', refusal(404, 'NotFound'));
      const again = startFunding({}, kit);
      await until(() => kit.sessions.length === 1, 'a new session');
      expect(again.element.state).to.equal('linking');
    });

    it('begins again where it was at the partner', async () => {
      const kit = new FakeKit();
      startFunding({}, kit);
      await plaidHandler();
      await reloadDocument();
      const again = startFunding({}, kit);
      await succeed(1);
      await again.outcome('funding-source-added');
    });

    it('leaves alone what another partner’s tag has begun', async () => {
      const kit = new FakeKit();
      const first = startFunding({}, kit);
      await succeed(0, {});
      await first.state('describing-account');
      await reloadDocument();
      const other = startFunding({ partner: 'mx' }, kit);
      await until(() => kit.sessions.length === 2, 'a new session');
      expect(other.element.state).to.equal('linking');
      expect(kit.made('getExchange')).to.have.length(0);
    });
  });

  describe('a page whose elements hide what Lit needs of document', () => {
    /** An image of that name takes the place of the document's own member. */
    function hide(name: string): void {
      const image = document.createElement('img');
      image.setAttribute('name', name);
      document.body.append(image);
    }
    afterEach(() => {
      for (const image of document.querySelectorAll('img')) image.remove();
    });

    for (const name of ['createComment', 'importNode'])
      it(`hears who hides ${name}, and the user reads that it cannot go on`, async () => {
        hide(name);
        const watched = startFunding();
        const detail = (await watched.outcome('funding-source-error')) as FundingSourceErrorDetail;
        expect([detail.code, detail.retryable]).to.deep.equal(['partner-error', false]);
        expect(detail.message).to.contain(`named ${name} hide`);
        expect(watched.element.shadowRoot?.textContent).to.contain('Please contact support.');
        expect(watched.element.state).to.equal('error');
        expect(watched.kit.sessions).to.have.length(0);
      });

    it('ends a run that has begun, once', async () => {
      const watched = startFunding();
      await plaidHandler();
      hide('importNode');
      await succeed(0, {});
      const detail = (await watched.outcome('funding-source-error')) as FundingSourceErrorDetail;
      expect([detail.code, detail.partner]).to.deep.equal(['partner-error', 'plaid']);
      expect(watched.element.querySelector('dwolla-exchange-link')).to.be.null;
    });

    it('hears nothing where nothing was asked for', async () => {
      hide('importNode');
      const watched = startFunding({ partner: '' });
      await settled();
      await settled();
      expect(watched.outcomes).to.deep.equal([]);
    });
  });

  describe('removal', () => {
    it('ends all in silence, and what is in hand goes on when it is put back', async () => {
      const kit = new FakeKit();
      const go = kit.hold();
      const watched = startFunding({}, kit);
      await succeed();
      await watched.state('adding');
      watched.element.remove();
      await settled();
      go();
      await settled();
      expect(watched.outcomes).to.deep.equal([]);
      document.body.append(watched.element);
      await watched.outcome('funding-source-added');
      expect(kit.exchanges.size).to.equal(1);
      expect(plaidHandlers()).to.have.length(1);
    });

    it('an element in its place goes on with the success, under the same key', async () => {
      const kit = new FakeKit();
      const watched = startFunding({}, kit);
      await succeed(0, {});
      await watched.state('describing-account');
      watched.element.remove();
      await settled();
      const other = startFunding({}, kit);
      await other.state('describing-account');
      expect(kit.exchanges.size).to.equal(1);
    });

    it('a move within the document is none', async () => {
      const watched = startFunding();
      await succeed(0, {});
      await watched.state('describing-account');
      const place = document.createElement('div');
      document.body.append(place);
      place.append(watched.element);
      await settled();
      expect(watched.element.state).to.equal('describing-account');
      place.remove();
    });

    it('of the link by the page ends as an exit by the host', async () => {
      const watched = startFunding();
      await plaidHandler();
      watched.element.replaceChildren();
      expect(await watched.outcome('funding-source-exit')).to.deep.equal({
        partner: 'plaid',
        reason: 'host',
      });
    });
  });

  it('close() ends a run in whatever state, once', async () => {
    const watched = startFunding();
    await succeed(0, {});
    await watched.state('describing-account');
    watched.element.close();
    watched.element.close();
    expect(await watched.outcome('funding-source-exit')).to.deep.equal({ partner: 'plaid', reason: 'host' });
    expect(storedRun()).to.be.null;
    await watched.element.reload();
    await plaidHandler(1);
  });

  it('begins anew, in silence, when another partner is named', async () => {
    const watched = startFunding();
    await succeed(0, {});
    await watched.state('describing-account');
    watched.element.partner = 'mx';
    await until(() => watched.link?.partner === 'mx', 'MX');
    expect(watched.outcomes).to.deep.equal([]);
    expect(watched.element.state).to.equal('linking');
  });

  it('does nothing until it knows where the backend is', async () => {
    const element = document.createElement('dwolla-add-funding-source');
    document.body.append(element);
    await settled();
    expect(element.childElementCount).to.equal(0);
    expect(getComputedStyle(element.shadowRoot!.querySelector('.view')!).display).to.equal('none');
  });

  it('speaks the language of the page', async () => {
    const watched = startFunding({ locale: 'es' });
    await succeed(0, {});
    await watched.state('describing-account');
    await until(() => watched.message === 'Cuéntenos sobre su cuenta.', 'Spanish');
    watched.element.locale = 'fr';
    await until(() => watched.message === 'Parlez-nous de votre compte.', 'French');
  });
});
