import { act, render, screen, waitFor } from '@testing-library/react';
import { DwollaExchangeLink, ExchangeSuccessEvent, type ExchangeSuccessDetail } from 'dwolla-exchange-link';
import { LinkBank } from '../src/LinkBank';
import { answerSessions, framedPartners, frameOf, plaidSession, postFromFrame, usePlaid } from './partners';

/** Renders the part of the app that is tested, and returns its element and the successes it reports. */
function start(session?: object) {
  const linked: ExchangeSuccessDetail[] = [];
  const { container, unmount } = render(
    <LinkBank session={session} onLinked={(detail) => linked.push(detail)} />,
  );
  const element = container.querySelector<DwollaExchangeLink>('dwolla-exchange-link')!;
  return { element, linked, unmount };
}

describe('with an event of the test', () => {
  test('the app reports the success that the element dispatches', async () => {
    answerSessions('never');
    const { element, linked } = start();
    const detail = { partner: 'plaid', publicToken: 'public-sandbox-1' } as ExchangeSuccessDetail;
    act(() => element.dispatchEvent(new ExchangeSuccessEvent('exchange-success', detail)));
    await screen.findByText('Your account is linked.');
    expect(linked).toEqual([detail]);
  });
});

describe('with a session and a simulated partner', () => {
  test.each(framedPartners)(
    '$partner: the app reports the success after the message of its frame',
    async ({ partner, session, first, last, success }) => {
      const { element, linked } = start(session());
      const frame = await waitFor(() => frameOf(element));
      postFromFrame(frame, first);
      await waitFor(() => expect(element.state).toBe('open'));
      act(() => postFromFrame(frame, last));
      await screen.findByText('Your account is linked.');
      expect(linked).toEqual([expect.objectContaining({ partner, ...success })]);
      expect(frame.isConnected).toBe(false);
    },
  );

  test('MX: the app offers another time after the user closes', async () => {
    const { element } = start(framedPartners[0].session());
    const frame = await waitFor(() => frameOf(element));
    postFromFrame(frame, { mx: true, type: 'mx/connect/loaded', metadata: {} });
    await waitFor(() => expect(element.state).toBe('open'));
    act(() => element.close());
    await screen.findByText('You can link an account later.');
  });

  test('Plaid: the app reports the public token', async () => {
    const plaid = usePlaid();
    const { linked } = start(plaidSession());
    const { onSuccess } = await waitFor(() => plaid.options());
    act(() => onSuccess('public-sandbox-1', { institution: null, accounts: [], link_session_id: 'link-1' }));
    await screen.findByText('Your account is linked.');
    expect(linked).toEqual([expect.objectContaining({ partner: 'plaid', publicToken: 'public-sandbox-1' })]);
  });

  test('Plaid: what is removed while Link is open reports nothing', async () => {
    const plaid = usePlaid();
    const { element, linked, unmount } = start(plaidSession());
    const { onSuccess } = await waitFor(() => plaid.options());
    unmount();
    onSuccess('public-sandbox-1', {});
    await element.updateComplete;
    expect([linked, plaid.isDestroyed()]).toEqual([[], true]);
  });
});

describe('with a backend that fails', () => {
  test('the app says what the element reports', async () => {
    answerSessions(403);
    start();
    await screen.findByText('Something went wrong: session-http');
  });
});
