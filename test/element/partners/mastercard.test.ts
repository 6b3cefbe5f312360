import { expect } from '@open-wc/testing';
import { afterwards, settled, start, until, type Watched } from '../../support/exchange-link.js';
import { frameLink, partnerPage, trustOtherOrigin, type PartnerPage } from '../../support/framed.js';
import { linkSession } from '../../support/sessions.js';

const bank = 'https://bank.test/sign-in?state=1';

/** Windows are not opened for real: the test says what the browser would do. */
interface Windows {
  readonly opened: { readonly url: string; readonly name: string; readonly features: string }[];
  readonly current: { closed: boolean } | null;
  refuses: boolean;
}
function watchWindows(): Windows {
  const { open } = window;
  const opened: Windows['opened'] = [];
  const windows = { opened, current: null as { closed: boolean; close: () => void } | null, refuses: false };
  window.open = (url = '', name = '', features = ''): Window | null => {
    opened.push({ url: String(url), name, features });
    if (windows.refuses) return null;
    windows.current = {
      closed: false,
      close() {
        this.closed = true;
      },
    };
    return windows.current as unknown as Window;
  };
  afterwards(() => (window.open = open));
  return windows;
}

const reports = ({ heard }: PartnerPage): unknown[] =>
  heard
    .map((reported) => reported.heard)
    .filter((reported) => (Object(reported) as { type?: unknown }).type === 'window');
const pings = ({ heard }: PartnerPage): unknown[] =>
  heard
    .map((reported) => reported.heard)
    .filter((reported) => (Object(reported) as { type?: unknown }).type === 'ping');

async function open(
  settings: Parameters<typeof start>[0] = {},
): Promise<{ watched: Watched; page: PartnerPage }> {
  const watched = start({ session: linkSession(frameLink()), ...settings });
  const page = await partnerPage(watched);
  await page.say({ type: 'ack' });
  await watched.state('open');
  return { watched, page };
}
const offer = (watched: Watched): HTMLElement | null =>
  watched.element.shadowRoot?.querySelector<HTMLElement>('.bar [part="button"]') ?? null;

describe('Mastercard Connect, in a frame that keeps silent until it is pinged', () => {
  beforeEach(() => trustOtherOrigin('mastercard'));

  it('is pinged from its first load on, again and again, until it answers', async () => {
    const watched = start({ session: linkSession(frameLink()) });
    const page = await partnerPage(watched);
    await until(() => pings(page).length >= 2, 'two pings');
    // As connect-web-sdk 2.3.0 sends it for an element given by `node`.
    expect(pings(page)[0]).to.deep.equal({
      type: 'ping',
      selector: undefined,
      sdkVersion: '2.3.0',
      platform: 'iframe',
      attachedEventHandlers: ['onLoad', 'onUser', 'onRoute', 'onDone', 'onCancel', 'onError'],
      overlay: undefined,
      isEmbedded: false,
      isPopup: false,
      isNodeAttached: true,
      sdkBuildSource: 'NPM',
      sdkBuildType: 'ESM',
    });
    expect(page.heard.find(({ heard }) => heard === pings(page)[0])?.from).to.equal(location.origin);
    await page.say({ type: 'ack' });
    const sent = pings(page).length;
    const since = performance.now();
    await until(() => performance.now() - since > 1500, 'a ping that does not come');
    expect(pings(page).length).to.equal(sent);
  });

  it('a page that redirects itself is pinged anew, and not twice over', async () => {
    const { page } = await open();
    const sent = pings(page).length;
    await page.go(frameLink('second'));
    await until(() => pings(page).length > sent, 'a ping for the second page');
    await page.say({ type: 'ack' });
    const since = performance.now();
    await until(() => performance.now() - since > 1500, 'a ping that does not come');
    expect(pings(page).length).to.equal(sent + 1);
  });

  it('done: success with codes and report ids; the backend builds the receipt', async () => {
    const { watched, page } = await open();
    await page.say({ type: 'route', data: { screen: 'Done', params: { secret: 'x' } } });
    expect(watched.element.state).to.equal('open');
    await page.say({
      type: 'done',
      data: {
        code: 200,
        reason: 'complete',
        reportData: [{ portfolioId: 'p1', type: 'voa', reportId: 'r1', extra: 'x' }, null],
        customerId: 'x',
        signature: 'x',
      },
    });
    expect(await watched.detail('exchange-success')).to.deep.equal({
      partner: 'mastercard',
      data: {
        code: 200,
        reason: 'complete',
        reportData: [{ portfolioId: 'p1', type: 'voa', reportId: 'r1' }, {}],
      },
      reauth: false,
      exchangeRequest: null,
    });
  });

  for (const data of [undefined, null, 'x', 7, { reportData: 'x' }])
    it(`done with ${JSON.stringify(data) ?? 'nothing'} is a success all the same`, async () => {
      const { watched, page } = await open();
      await page.say({ type: 'done', data });
      expect(await watched.detail('exchange-success')).to.deep.include({ data: {} });
    });

  it('cancel: an exit by the user', async () => {
    const { watched, page } = await open();
    await page.say({ type: 'cancel', data: { code: 100, reason: 'exit' } });
    expect(await watched.detail('exchange-exit')).to.deep.equal({ partner: 'mastercard', reason: 'user' });
  });

  for (const [code, partnerCode] of [
    [1440, '1440'],
    ['TIMEOUT', 'TIMEOUT'],
    ['no code at all', undefined],
    [undefined, undefined],
  ] as const)
    it(`error with code ${code ?? 'nothing'}: partner-error`, async () => {
      const { watched, page } = await open();
      await page.say({ type: 'error', data: { code, reason: 'timeout hunter2' } });
      const detail = await watched.detail('exchange-error');
      expect([detail.code, detail.partnerCode]).to.deep.equal(['partner-error', partnerCode]);
      expect(JSON.stringify(detail)).not.to.contain('hunter2');
    });

  it('the host hears of routes and user’s steps, by allowed fields', async () => {
    const { watched, page } = await open();
    await page.say({ type: 'route', data: { screen: 'Search', params: { term: 'secret' } } });
    await page.say({
      type: 'user',
      data: { action: 'SubmitCredentials', code: 7, institutionId: '1', user: 'me' },
    });
    expect(watched.all('exchange-activity').map(({ detail }) => [detail.name, detail.data])).to.deep.equal([
      ['route', { screen: 'Search' }],
      ['user', { action: 'SubmitCredentials', code: 7, institutionId: '1' }],
    ]);
  });

  it('what nobody knows passes by name alone', async () => {
    const { watched, page } = await open();
    for (const type of ['somethingNew', 'constructor', 'no name', '', 'x'.repeat(65), 7, null])
      await page.say({ type, data: { screen: 'secret', code: 7 }, url: bank });
    expect(watched.all('exchange-activity').map(({ detail }) => [detail.name, detail.data])).to.deep.equal([
      ['somethingNew', {}],
      ['constructor', {}],
    ]);
  });

  describe('the bank’s window is the element’s to open', () => {
    it('600 by 600, under a name of its own; when it is gone the frame receives a report', async () => {
      const windows = watchWindows();
      const { watched, page } = await open();
      await page.say({ type: 'url', url: bank });
      expect(windows.opened.length).to.equal(1);
      const [{ url, name, features } = { url: '', name: '', features: '' }] = windows.opened;
      expect(url).to.equal(bank);
      expect(name).to.match(/^bank-\d+(-\d+){3}$/);
      expect(features)
        .to.match(/width=600/)
        .and.match(/height=600/);
      expect(features).not.to.match(/noopener|noreferrer/);
      expect(reports(page)).to.deep.equal([]);
      windows.current!.closed = true;
      await until(() => reports(page).length > 0, 'the report');
      expect(reports(page)).to.deep.equal([{ type: 'window', closed: true, blocked: false }]);
      expect(offer(watched)).to.equal(null);
    });

    it('refused by the browser: the frame receives a report at once, and the user gets a button that opens it', async () => {
      const windows = watchWindows();
      windows.refuses = true;
      const { watched, page } = await open();
      await page.say({ type: 'url', url: bank });
      await until(() => reports(page).length > 0, 'the report');
      expect(reports(page)).to.deep.equal([{ type: 'window', closed: true, blocked: true }]);
      await watched.element.updateComplete;
      expect(offer(watched)?.textContent).to.equal('Open your bank');
      windows.refuses = false;
      offer(watched)?.click();
      expect(windows.opened.map(({ url }) => url)).to.deep.equal([bank, bank]);
      await watched.element.updateComplete;
      expect(offer(watched)).to.equal(null);
      windows.current!.closed = true;
      await until(() => reports(page).length > 1, 'the second report');
      expect(reports(page)[1]).to.deep.equal({ type: 'window', closed: true, blocked: false });
    });

    it('each under another name, which no frame of the page can have taken', async () => {
      const windows = watchWindows();
      const { page } = await open();
      await page.say({ type: 'url', url: bank });
      await page.say({ type: 'url', url: bank });
      expect(new Set(windows.opened.map(({ name }) => name)).size).to.equal(2);
    });

    it('closePopup closes it', async () => {
      const windows = watchWindows();
      const { page } = await open();
      await page.say({ type: 'url', url: bank });
      await page.say({ type: 'closePopup' });
      expect(windows.current?.closed).to.be.true;
    });

    it('closePopup without a window is nothing', async () => {
      watchWindows();
      const { watched, page } = await open();
      await page.say({ type: 'closePopup' });
      expect(watched.element.state).to.equal('open');
    });

    it('a second url takes the place of the first', async () => {
      const windows = watchWindows();
      const { page } = await open();
      await page.say({ type: 'url', url: bank });
      const first = windows.current;
      await page.say({ type: 'url', url: `${bank}2` });
      expect(first?.closed).to.be.true;
      expect(windows.current?.closed).to.be.false;
    });

    for (const url of [
      'http://bank.test/',
      'javascript:alert(1)',
      'data:text/html,x',
      '//bank.test/',
      'bank.test',
      '',
      7,
      null,
      undefined,
    ])
      it(`${JSON.stringify(url) ?? 'undefined'} is not opened`, async () => {
        const windows = watchWindows();
        const { watched, page } = await open();
        await page.say({ type: 'url', url });
        expect([windows.opened.length, watched.element.state]).to.deep.equal([0, 'open']);
      });

    for (const [name, end] of Object.entries({
      success: async (_: Watched, page: PartnerPage) => page.say({ type: 'done', data: {} }),
      'close()': async ({ element }: Watched) => element.close(),
      removal: async ({ element }: Watched) => {
        element.remove();
        await settled();
      },
    }))
      it(`${name} closes it too`, async () => {
        const windows = watchWindows();
        const { watched, page } = await open();
        await page.say({ type: 'url', url: bank });
        await end(watched, page);
        expect(windows.current?.closed).to.be.true;
      });

    it('the button is gone with the attempt', async () => {
      const windows = watchWindows();
      windows.refuses = true;
      const { watched, page } = await open();
      await page.say({ type: 'url', url: bank });
      await page.say({ type: 'cancel' });
      await watched.element.updateComplete;
      expect(offer(watched)).to.equal(null);
    });
  });
});
