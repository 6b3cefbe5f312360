/**
 * The entry point without registration: exports everything and defines nothing. For pages that choose the tag's name or
 * the moment themselves.
 */
export { DwollaExchangeLink } from './dwolla-exchange-link.js';
export { ExchangeLinkError } from './errors.js';
export {
  ExchangeActivityEvent,
  ExchangeErrorEvent,
  ExchangeEvent,
  ExchangeExitEvent,
  ExchangeOpenEvent,
  ExchangeOpeningEvent,
  ExchangeReadyEvent,
  ExchangeStateEvent,
  ExchangeSuccessEvent,
} from './events.js';
export { classifySession } from './session/resolve-partner.js';

export type { ExchangeLinkConfiguration } from './configuration.js';
export type { ExchangeLinkErrorCode, ExchangeLinkErrorFields } from './error-codes.js';
export type { ExchangeLinkEventMap } from './events.js';
export type {
  ExchangeErrorDetail,
  ExchangeExitDetail,
  ExchangeOutcome,
  ExchangeRequest,
  ExchangeSuccessDetail,
} from './flow/outcome.js';
export type { GetSession, SessionReason } from './session/get-session.js';
export type { ExchangeState } from './flow/state.js';
export type { ExchangeLinkTexts } from './localization/texts.js';
export type { PartnerConfiguration } from './partners/partner.js';
export type { PartnerName } from './partners/registry.js';
export type { ChoiceOptions } from './session/resolve-partner.js';
export type { FetchSession } from './session/fetch-session.js';
export type { PaymentSession } from './session/session.js';
export type { ExchangeLinkAttributes, ExchangeLinkListeners, ExchangeLinkProperties } from './settings.js';
