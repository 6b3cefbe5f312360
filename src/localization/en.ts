import type { ExchangeLinkTexts } from './texts.js';

export const english: ExchangeLinkTexts = {
  loading: 'Connecting securely…',
  ready: 'You will continue with {partner}.',
  start: 'Continue with {partner}',
  opening: 'Opening {partner}…',
  open: '{partner} is open.',
  redirecting: 'Taking you to {partner}…',
  success: 'All done. Your account is linked.',
  exited: 'You left before finishing. Nothing was linked.',
  retry: 'Try again',
  close: 'Close',
  frame: 'Link your account with {partner}',
  errorSetup: 'This cannot be opened here. Please contact support.',
  errorNetwork: 'We could not connect. Check your connection and try again.',
  errorExpired: 'This link has expired. Please start again.',
  errorBlocked: '{partner} could not be loaded. A content blocker or the network may be in the way.',
  errorTimeout: '{partner} did not answer in time.',
  errorPartner: '{partner} reported a problem.',
  errorRedirect: '{partner} could not be opened from this page.',
};
