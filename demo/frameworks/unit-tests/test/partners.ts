import type { DwollaExchangeLink } from 'dwolla-exchange-link';

let sessions = 0;

/** A session whose partner lives in a frame. Each has another URL, as the partners' have: a URL is good for one use. */
const linkSession = (url: string) => ({
  _links: { 'external-provider-session': { href: `${url}?session=${++sessions}` } },
});

const member = { user_guid: 'USR-1', session_guid: 'SES-1', member_guid: 'MBR-1' };
const loginId = '9b7fb629-0fad-44f4-8c5e-44c25a0bfa8e';

/** What the partners' own pages post: the first message, and the last one of a success. */
export const framedPartners = [
  {
    partner: 'mx',
    session: () => linkSession('https://int-widgets.moneydesktop.com/md/connect/token/e30'),
    first: { mx: true, type: 'mx/connect/memberConnected', metadata: member },
    last: { mx: true, type: 'mx/connect/connected/primaryAction', metadata: member },
    success: { memberGuid: 'MBR-1' },
  },
  {
    partner: 'flinks',
    session: () => linkSession('https://toolbox-iframe.private.fin.ag/v2/'),
    first: { step: 'APP_MOUNTED' },
    last: { step: 'REDIRECT', institution: 'FlinksCapital', loginId },
    success: { loginId },
  },
  {
    partner: 'mastercard',
    session: () => linkSession('https://connect2.finicity.com/'),
    first: { type: 'ack' },
    last: { type: 'done', data: { code: 200, reason: 'complete', reportData: [] } },
    success: {},
  },
] as const;

/** A session for Plaid. */
export const plaidSession = () => ({ externalProviderSessionToken: `link-sandbox-${++sessions}` });

/** What the backend answers to the request for a session: a status that fails, or nothing yet. */
export function answerSessions(status: number | 'never'): void {
  // No Response: Jest's jsdom has none.
  const answer = { ok: false, status, headers: { get: () => null }, body: null };
  globalThis.fetch = () =>
    status === 'never' ? new Promise(() => {}) : Promise.resolve(answer as unknown as Response);
}

/** The partner's frame. Throws while there is none, for `waitFor`. */
export function frameOf(element: DwollaExchangeLink): HTMLIFrameElement {
  const frame = element.shadowRoot?.querySelector('iframe');
  if (!frame) throw new Error('There is no frame yet.');
  // jsdom 26, which Jest 30 comes with, gives a frame in a shadow tree no window.
  if (!frame.contentWindow) Object.defineProperty(frame, 'contentWindow', { value: window });
  return frame;
}

/** A message as the partner's page posts it: from the frame's own window and the partner's origin. */
export function postFromFrame(frame: HTMLIFrameElement, data: unknown): void {
  const { origin } = new URL(frame.src);
  window.dispatchEvent(new MessageEvent('message', { data, origin, source: frame.contentWindow }));
}

interface PlaidOptions {
  readonly onLoad: () => void;
  readonly onSuccess: (publicToken: string, metadata: object) => void;
}

/** Puts a simulated Plaid in the page. The element uses it and requests no script. */
export function usePlaid() {
  let given: PlaidOptions | undefined;
  let isDestroyed = false;
  const create = (options: PlaidOptions) => {
    given = options;
    return {
      open: () => setTimeout(() => options.onLoad()),
      exit: () => {},
      destroy: () => {
        isDestroyed = true;
      },
    };
  };
  Object.assign(window, { Plaid: { create } });
  return {
    /** What Link was created with. Throws before that, for `waitFor`. */
    options(): PlaidOptions {
      if (!given) throw new Error('Link was not created yet.');
      return given;
    },
    isDestroyed: () => isDestroyed,
  };
}
