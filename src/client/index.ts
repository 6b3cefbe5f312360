/**
 * The typed client of the backend kit: {@link createExchangeClient}. For browsers and Node; nothing of the element, no
 * dependency. Importing it does nothing.
 */
export { createExchangeClient } from './client.js';
export { ExchangeClientError } from './client-error.js';
export type {
  ClientHeaders,
  ConnectionClaim,
  ExchangeClaim,
  ExchangeClient,
  ExchangeClientOptions,
  FundingSourceRequest,
  ProcessorTokenClaim,
  SessionTarget,
} from './client.js';
export type { Fetch, RequestOptions } from './request.js';
export type {
  BillingAddress,
  CardDetails,
  Connection,
  CreatedExchange,
  ExchangeSummary,
  FundingSourceBalance,
  FundingSourceSummary,
} from '../server/answers.js';
export type { FieldProblem } from '../server/handler-error.js';
export type { PartnerName } from '../server/partners.js';
