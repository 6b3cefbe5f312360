import { expect } from '@open-wc/testing';
import { DwollaExchangeLink, ExchangeLinkError } from '../../../src/element/index.js';
import { replace, start } from '../../support/exchange-link.js';

interface Bundle {
  readonly timeline: readonly { readonly event: string; readonly what: Readonly<Record<string, unknown>> }[];
}

describe('the timeline', () => {
  it('has every state of an attempt that fails before the code of the timeline has arrived', async () => {
    const lines: string[] = [];
    replace(console, 'info', (line: string) => void lines.push(line));
    DwollaExchangeLink.configure({ debug: true });
    const getSession = (): Promise<object> =>
      Promise.reject(new ExchangeLinkError('session-http', 'Why.', { status: 401 }));
    const watched = start({ getSession });
    await watched.detail('exchange-error');

    const { timeline } = JSON.parse(await DwollaExchangeLink.supportBundle()) as Bundle;
    expect(timeline.map(({ event, what }) => [event, what['state'] ?? what['code']])).to.deep.equal([
      ['exchange-state', 'loading'],
      ['exchange-state', 'error'],
      ['exchange-error', 'session-http'],
    ]);
    expect(lines.length).to.equal(3);
  });
});
