import { bare } from '../browser/own.js';
import type { PartnerModule } from './partner.js';
import { watchRedirect } from './visa-redirect.js';

/** Dwolla has made the exchange already; the backend checks that it belongs to its customer. */
export interface VisaSuccess {
  readonly exchangeId: string;
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Visa (Tink): the page redirects to the session's link; Dwolla sends the user back with `?exchange=` or `?error=`.
 * @see Dwolla's Visa open banking guide: USER_CANCELLED, TEMPORARY_ERROR, AUTHENTICATION_ERROR
 */
export const partner: PartnerModule<'link', VisaSuccess> = {
  beforeOpening: ({ error }) => {
    if (window.top !== window)
      throw error(
        'redirect-failed',
        'This partner needs the whole page: open yours at top level, not in a frame.',
      );
    return null;
  },

  mount: (link, { signal, timeout, redirecting, fail }) => {
    let isRedirecting = false;
    // A retry can work: the user answered "Stay", or pressed the browser's Stop.
    const stay = (cause?: unknown): void => {
      isRedirecting = false;
      fail('redirect-failed', 'The browser did not leave the page.', bare({ cause, retryable: true }));
    };
    redirecting();
    if (!signal.aborted) {
      isRedirecting = true;
      watchRedirect(bare({ signal, timeout, onStay: stay, onGone: () => (isRedirecting = false) }));
      try {
        location.assign(link);
      } catch (cause) {
        stay(cause);
      }
    }
    return {
      destroy: () => {
        // Test environments such as happy-dom have no stop(), and nothing that could be stopped.
        if (isRedirecting) (window as Partial<Window>).stop?.();
      },
    };
  },

  readReturn: (parameters, { error }) => {
    const code = parameters.get('error');
    const exchangeId = parameters.get('exchange') ?? '';
    if (code === null)
      return uuid.test(exchangeId)
        ? { type: 'success', fields: { exchangeId }, exchange: null }
        : { type: 'error', error: error('partner-error', 'The address names an exchange that is no id.') };
    if (code === 'USER_CANCELLED') return { type: 'exit' };
    // A wrong password can be corrected: Dwolla's guide lists it among what the user tries again.
    const retryable = code === 'TEMPORARY_ERROR' || code === 'AUTHENTICATION_ERROR';
    return {
      type: 'error',
      error: error('partner-error', 'The bank could not be linked.', { partnerCode: code, retryable }),
    };
  },
};
