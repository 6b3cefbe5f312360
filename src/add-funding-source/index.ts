/**
 * The entry point of `<dwolla-add-funding-source>`: defines it and `<dwolla-exchange-link>`, and exports what a page may
 * use of both.
 */
import './define.js';

export * from '../element/index.js';
export { createExchangeClient, ExchangeClientError } from '../client/index.js';
export { DwollaAddFundingSource } from './add-funding-source.js';
export {
  ExchangeReauthenticatedEvent,
  FundingSourceAddedEvent,
  FundingSourceErrorEvent,
  FundingSourceExitEvent,
  FundingSourceStateEvent,
} from './events.js';
export type { ExchangeClient, ExchangeClientOptions } from '../client/index.js';
export type { Cardholder } from './account-step/describe-account.js';
export type { AddFundingSourceEventMap } from './events.js';
export type {
  ExchangeReauthenticatedDetail,
  FundingSourceAddedDetail,
  FundingSourceErrorDetail,
  FundingSourceExitDetail,
  FundingSourceOutcome,
} from './outcome.js';
export type { FundingSourceState } from './state.js';
export type { FundingSourceTexts } from './texts/texts.js';
