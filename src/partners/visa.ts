import { startTimer } from '../platform/abort.js';
import type { PartnerModule } from './partner.js';

/** Dwolla has made the exchange already; the backend checks that it belongs to its customer. */
export interface VisaSuccess {
  readonly exchangeId: string;
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Visa (Tink): the page is left for the session's link; Dwolla sends the user back with `?exchange=` or `?error=`.
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

  mount: (link, { signal, timeout, leaving, fail }) => {
    let isLeaving = false;
    const stay = (cause?: unknown): void =>
      fail('redirect-failed', 'The browser did not leave the page.', { cause });
    leaving();
    if (!signal.aborted) {
      isLeaving = true;
      const stopTimer = startTimer(signal, timeout, stay);
      const gone = (): void => {
        isLeaving = false;
        stopTimer();
      };
      addEventListener('pagehide', gone, { signal });
      try {
        location.assign(link);
      } catch (cause) {
        gone();
        stay(cause);
      }
    }
    return {
      destroy: () => {
        if (isLeaving) window.stop();
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
    if (/^user_cancelled$/i.test(code)) return { type: 'exit' };
    const retryable = /^temporary_error$/i.test(code);
    return {
      type: 'error',
      error: error('partner-error', 'The bank could not be linked.', { partnerCode: code, retryable }),
    };
  },
};
