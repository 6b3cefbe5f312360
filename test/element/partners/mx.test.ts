import { expect } from '@open-wc/testing';
import { afterwards, settled, start, type Watched } from '../../support/exchange-link.js';
import { frameLink, partnerPage, trustOtherOrigin, type PartnerPage } from '../../support/framed.js';
import { linkSession } from '../../support/sessions.js';

const guids = { user_guid: 'USR-1', session_guid: 'SES-1' };
const word = (type: string, metadata: unknown = {}): object => ({
  mx: true,
  type: `mx/${type}`,
  metadata: { ...guids, ...(metadata as object) },
});
const connected = (member_guid: unknown = 'MBR-1'): object =>
  word('connect/memberConnected', { member_guid });
const done = word('connect/connected/primaryAction');

async function open(): Promise<{ watched: Watched; page: PartnerPage }> {
  const watched = start({ session: linkSession(frameLink()) });
  const page = await partnerPage(watched);
  await page.say(word('load'));
  await watched.state('open');
  return { watched, page };
}

describe('MX Connect, in a frame', () => {
  beforeEach(() => trustOtherOrigin('mx'));

  describe('the user links a bank and presses Done', () => {
    it('success with the member that was connected; the backend lists the accounts', async () => {
      const { watched, page } = await open();
      await page.say(connected());
      expect(watched.element.state).to.equal('open');
      await page.say(done);
      expect(await watched.detail('exchange-success')).to.deep.equal({
        partner: 'mx',
        userGuid: 'USR-1',
        memberGuid: 'MBR-1',
        sessionGuid: 'SES-1',
        reauth: false,
        exchangeRequest: null,
      });
    });

    it('of several banks the latest', async () => {
      const { watched, page } = await open();
      await page.say(connected('MBR-1'));
      await page.say(connected('MBR-2'));
      await page.say(done);
      expect(await watched.detail('exchange-success')).to.include({ memberGuid: 'MBR-2' });
    });

    it('Done without any member: success all the same, with no member to name', async () => {
      const { watched, page } = await open();
      await page.say(done);
      expect(await watched.detail('exchange-success')).to.include({
        userGuid: 'USR-1',
        memberGuid: null,
        sessionGuid: 'SES-1',
      });
    });

    it('what is no string is null', async () => {
      const { watched, page } = await open();
      await page.say({
        mx: true,
        type: 'mx/connect/memberConnected',
        metadata: { member_guid: 7, user_guid: '' },
      });
      await page.say({ mx: true, type: 'mx/connect/connected/primaryAction' });
      expect(await watched.detail('exchange-success')).to.include({
        userGuid: null,
        memberGuid: null,
        sessionGuid: null,
      });
    });

    it('in whatever case MX writes its words', async () => {
      const { watched, page } = await open();
      await page.say(word('CONNECT/memberconnected', { member_guid: 'MBR-9' }));
      await page.say(word('connect/connected/PRIMARYACTION'));
      expect(await watched.detail('exchange-success')).to.include({ memberGuid: 'MBR-9' });
    });

    it('the host may say that it was a re-authentication', async () => {
      const watched = start({ session: linkSession(frameLink()), reauth: true });
      const page = await partnerPage(watched);
      await page.say(done);
      expect((await watched.detail('exchange-success')).reauth).to.be.true;
    });
  });

  describe('micro-deposits that the user has confirmed link a bank too', () => {
    for (const [name, metadata, memberGuid] of [
      ['with the member', { member_guid: 'MBR-3' }, 'MBR-3'],
      ['with the member nested', { member: { guid: 'MBR-3' } }, 'MBR-3'],
      ['without any', {}, null],
    ] as const)
      it(`${name}: closing is a success`, async () => {
        const { watched, page } = await open();
        await page.say(word('connect/microdeposits/verified/primaryAction', metadata));
        expect(watched.element.state).to.equal('open');
        watched.element.close();
        expect(await watched.detail('exchange-success')).to.include({ memberGuid });
      });
    for (const step of [
      'loaded',
      'detailsSubmitted',
      'onPageShow/primaryAction',
      'error/primaryAction',
      'verified',
    ])
      it(`${step} is not yet that`, async () => {
        const { watched, page } = await open();
        await page.say(word(`connect/microdeposits/${step}`));
        watched.element.close();
        await watched.detail('exchange-exit');
      });
  });

  describe("an error inside MX, with the member's guid and MX's own code", () => {
    for (const [step, metadata, data, code] of [
      [
        'memberError',
        { member: { guid: 'MBR-4', connection_status: 3 } },
        { member_guid: 'MBR-4', connection_status: 3 },
        '3',
      ],
      [
        'memberError',
        { member_guid: 'MBR-4', connection_status: 3 },
        { member_guid: 'MBR-4', connection_status: 3 },
        '3',
      ],
      [
        'invalidData',
        { member: { guid: 'MBR-4', code: 1000 } },
        { member_guid: 'MBR-4', code: 1000 },
        '1000',
      ],
      [
        'createMemberError',
        { institution_guid: 'INS-1', institution_code: 'chase' },
        { institution_guid: 'INS-1', institution_code: 'chase' },
        'unknown',
      ],
      [
        'oauthError',
        { member_guid: 'MBR-4', error_reason: 'DENIED' },
        { member_guid: 'MBR-4', error_reason: 'DENIED' },
        'DENIED',
      ],
    ] as const)
      it(`${step} ${JSON.stringify(metadata)}`, async () => {
        const { watched, page } = await open();
        await page.say(word(`connect/${step}`, metadata));
        expect(watched.all('exchange-activity').at(-1)?.detail.data).to.deep.equal(data);
        watched.element.close();
        expect((await watched.detail('exchange-exit')).error).to.deep.equal({
          type: `mx/connect/${step}`,
          code,
        });
      });
  });

  describe('once a member is connected the bank is linked, however the user leaves', () => {
    const ways: Record<string, (watched: Watched) => void> = {
      'by the close button': (watched) => watched.part('close-button')?.click(),
      'because the host closes': ({ element }) => element.close(),
      'because the element is moved': ({ element }) => {
        const other = document.createElement('div');
        document.body.append(other);
        afterwards(() => other.remove());
        other.append(element);
      },
    };
    for (const [name, leave] of Object.entries(ways)) {
      it(`${name}: success`, async () => {
        const { watched, page } = await open();
        await page.say(connected());
        await watched.element.updateComplete;
        leave(watched);
        expect(await watched.detail('exchange-success')).to.include({ memberGuid: 'MBR-1' });
        await settled();
        expect(watched.outcomes.length).to.equal(1);
      });
      it(`${name}, and the member was deleted again: an exit`, async () => {
        const { watched, page } = await open();
        await page.say(connected());
        await page.say(word('connect/memberDeleted', { member_guid: 'MBR-1' }));
        await watched.element.updateComplete;
        leave(watched);
        await watched.detail('exchange-exit');
      });
    }

    it('another member’s deletion changes nothing', async () => {
      const { watched, page } = await open();
      await page.say(connected('MBR-1'));
      await page.say(word('connect/memberDeleted', { member_guid: 'MBR-2' }));
      await page.say(word('connect/memberDeleted'));
      watched.element.close();
      expect(await watched.detail('exchange-success')).to.include({ memberGuid: 'MBR-1' });
    });

    it('a host that closes in the very event that reports the member has a success', async () => {
      const { watched, page } = await open();
      watched.element.addEventListener('exchange-activity', ({ detail }) => {
        if (detail.name === 'mx/connect/memberConnected') watched.element.close();
      });
      await page.say(connected());
      expect(await watched.detail('exchange-success')).to.include({ memberGuid: 'MBR-1' });
      expect(watched.outcomes.length).to.equal(1);
    });

    it('removal says nothing, as ever', async () => {
      const { watched, page } = await open();
      await page.say(connected());
      watched.element.remove();
      await settled();
      expect(watched.outcomes).to.deep.equal([]);
    });

    it('the next attempt knows nothing of the last one’s member', async () => {
      const { watched, page } = await open();
      await page.say(connected());
      watched.element.session = linkSession(frameLink('two'));
      await watched.element.updateComplete;
      await settled();
      const next = await partnerPage(watched);
      await next.say(word('load'));
      watched.element.close();
      await watched.detail('exchange-exit');
      expect(watched.outcomes.length).to.equal(1);
    });
  });

  describe('the user leaves without a bank', () => {
    it('an exit, with the last error that was met', async () => {
      const { watched, page } = await open();
      await page.say(word('connect/memberError', { member: { guid: 'MBR-1', connection_status: 2 } }));
      await page.say(word('connect/oauthError', { member_guid: 'MBR-1', error_reason: 'DENIED' }));
      await watched.element.updateComplete;
      watched.part('close-button')?.click();
      expect(await watched.detail('exchange-exit')).to.deep.equal({
        partner: 'mx',
        reason: 'user',
        error: { type: 'mx/connect/oauthError', code: 'DENIED' },
      });
    });

    const troubles: [string, object, string][] = [
      ['connect/memberError', { member: { guid: 'MBR-1', connection_status: 2 } }, '2'],
      ['connect/memberError', { member_guid: 'MBR-1', connection_status: 5 }, '5'],
      ['connect/invalidData', { member: { guid: 'MBR-1', code: 1000 } }, '1000'],
      ['connect/invalidData', { member_guid: 'MBR-1', code: 'X' }, 'X'],
      ['connect/createMemberError', { institution_guid: 'INS-1', institution_code: 'bank' }, 'unknown'],
      ['connect/oauthError', {}, 'unknown'],
    ];
    for (const [type, metadata, code] of troubles)
      it(`${type} with ${JSON.stringify(metadata)} is no outcome, and is reported with the exit`, async () => {
        const { watched, page } = await open();
        await page.say(word(type, metadata));
        expect(watched.element.state).to.equal('open');
        watched.element.close();
        expect((await watched.detail('exchange-exit')).error).to.deep.equal({ type: `mx/${type}`, code });
      });
  });

  describe('what is reported to the host of each step', () => {
    const reported: [string, object, object][] = [
      [
        'connect/selectedInstitution',
        { code: 'mxbank', guid: 'INS-1', name: 'MX Bank', url: 'https://mx.test' },
        { code: 'mxbank', guid: 'INS-1', name: 'MX Bank' },
      ],
      [
        'connect/selectedInstitution',
        { code: 'mxbank', guid: 'INS-1', name: 'MX Bank', url: null },
        { code: 'mxbank', guid: 'INS-1', name: 'MX Bank' },
      ],
      ['connect/institutionSearch', { query: 'my secret bank' }, {}],
      [
        'connect/oauthRequested',
        { url: 'https://bank.test/?token=1', member_guid: 'MBR-1' },
        { member_guid: 'MBR-1' },
      ],
      ['connect/enterCredentials', { institution: { code: 'mxbank', guid: 'INS-1' } }, {}],
      [
        'connect/stepChange',
        { previous: 'search', current: 'enterCreds' },
        { previous: 'search', current: 'enterCreds' },
      ],
      [
        'connect/memberStatusUpdate',
        { member_guid: 'MBR-1', connection_status: 6 },
        { member_guid: 'MBR-1', connection_status: 6 },
      ],
      ['connect/memberConnected', { member_guid: 'MBR-1', account_number: '123' }, { member_guid: 'MBR-1' }],
      ['navigation', { did_go_back: false }, { did_go_back: false }],
      ['client/oauthComplete', { url: 'https://x.test' }, {}],
      ['connect/microdeposits/blockedRoutingNumber', { routing_number: '222222226' }, {}],
      ['somethingNew/entirely', { secret: 'x', member_guid: 'MBR-1' }, {}],
    ];
    for (const [type, metadata, data] of reported)
      it(`${type}: ${JSON.stringify(data)}`, async () => {
        const { watched, page } = await open();
        await page.say(word(type, metadata));
        expect(watched.all('exchange-activity').at(-1)?.detail).to.deep.equal({
          partner: 'mx',
          name: `mx/${type}`,
          data,
        });
      });

    it('the first word too, once the frame is known to be open', async () => {
      const { watched } = await open();
      expect(watched.events.map(({ type }) => type).slice(-2)).to.deep.equal([
        'exchange-open',
        'exchange-activity',
      ]);
    });

    it('metadata of any shape is survived', async () => {
      const { watched, page } = await open();
      for (const metadata of [null, 7, 'x', [], { member: null }, { member: 'x' }, { member: { guid: {} } }])
        await page.say({ mx: true, type: 'mx/connect/memberError', metadata });
      expect(watched.element.state).to.equal('open');
    });
  });

  it('a bank’s own window is MX’s to open: the element opens none', async () => {
    const { watched, page } = await open();
    let opened = 0;
    const { open: openWindow } = window;
    window.open = () => {
      opened++;
      return null;
    };
    afterwards(() => (window.open = openWindow));
    await page.say(word('connect/oauthRequested', { url: 'https://bank.test/', member_guid: 'MBR-1' }));
    expect([opened, watched.element.state]).to.deep.equal([0, 'open']);
  });
});
