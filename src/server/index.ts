/**
 * The backend kit of `<dwolla-exchange-link>`: {@link createExchangeHandler}, {@link createWebhookHandler},
 * {@link preloadTags} and their types.
 * Importing it does nothing.
 */
export { createExchangeHandler } from './handler.js';
export type {
  BillingAddress,
  CardDetails,
  Connection,
  CreatedExchange,
  ExchangeSummary,
  FundingSourceBalance,
  FundingSourceSummary,
  NewFundingSource,
} from './answers.js';
export type { ExchangeHandler } from './handler.js';
export { ExchangeHandlerError } from './handler-error.js';
export type { FieldProblem } from './handler-error.js';
export type {
  DwollaAccess,
  ExchangeHandlerOptions,
  ExchangeHandlerSettings,
  FinicityReceipt,
  FlinksLogin,
  MastercardResult,
  RedirectUrlRequest,
} from './options.js';
export type { Owner } from './owner.js';
export { partnerNames } from './partners.js';
export type { PartnerName } from './partners.js';
export { preloadTags } from './preload-tags.js';
export type { PreloadTagsOptions } from './preload-tags.js';
export { createWebhookHandler } from './webhooks/handler.js';
export type { WebhookHandler, WebhookHandlerOptions } from './webhooks/handler.js';
export type {
  FundingSourceChange,
  FundingSourceTopic,
  FundingSourceWebhookEvent,
  OtherWebhookEvent,
  ReauthRequiredWebhookEvent,
  WebhookEvent,
  WebhookEventBase,
} from './webhooks/event.js';
