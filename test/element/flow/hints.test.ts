import { expect } from '@open-wc/testing';
import { DwollaExchangeLink } from '../../../src/element/index.js';
import { afterwards, consoleLines, settled, start } from '../../support/exchange-link.js';
import { frameLink } from '../../support/framed.js';
import { linkSession } from '../../support/sessions.js';

// The tests' own page is on a loopback host.
describe('hints for developers, on a page of this machine', () => {
  const failure = async (settings: Parameters<typeof start>[0]): Promise<unknown> =>
    (await start(settings).detail('exchange-error'))['code'];
  const about = (text: string): readonly string[] => consoleLines.filter((line) => line.includes(text));

  it('an untrusted link on a page that has configured nothing: the simulator is not configured', async () => {
    expect(await failure({ session: linkSession(frameLink()) })).to.equal('untrusted-origin');
    expect(about('simulator.elementConfiguration').length).to.equal(1);
    expect(about('docs/troubleshooting.md').length).to.equal(1);
  });

  it('says nothing of the simulator where partners are configured', async () => {
    DwollaExchangeLink.configure({ partners: { mx: { hosts: ['https://elsewhere.example'] } } });
    expect(await failure({ session: linkSession(frameLink()) })).to.equal('untrusted-origin');
    expect(about('simulator')).to.deep.equal([]);
    expect(about('untrusted-origin').length).to.be.greaterThan(0);
  });

  it('says nothing of the simulator at other errors', async () => {
    expect(await failure({ session: {} })).to.equal('session-unsupported');
    expect(about('simulator')).to.deep.equal([]);
  });

  for (const [written, right] of [
    ['sessionUrl', 'session-url'],
    ['checkoutPublicKey', 'checkout-public-key'],
  ] as const)
    it(`${written} as an attribute: says that it is ${right}`, async () => {
      const place = document.createElement('div');
      document.body.append(place);
      afterwards(() => place.remove());
      const element = document.createElement('dwolla-exchange-link');
      element.setAttribute(written, '/session');
      place.append(element);
      await settled();
      expect(element.state).to.equal('idle');
      expect(about(right).length).to.equal(1);
      expect(about(right)[0]).to.contain(written.toLowerCase());
    });

  it('says nothing of attributes that are right', async () => {
    const { element } = start();
    element.setAttribute('checkout-public-key', 'pk_sbox_1');
    element.remove();
    document.body.append(element);
    await settled();
    expect(consoleLines).to.deep.equal([]);
  });
});
