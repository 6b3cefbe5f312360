import { ExchangeEvent } from '../element/shared.js';
import type {
  ExchangeReauthenticatedDetail,
  FundingSourceAddedDetail,
  FundingSourceErrorDetail,
  FundingSourceExitDetail,
  FundingSourceOutcome,
} from './outcome.js';
import type { FundingSourceState } from './state.js';

/** `funding-source-state`: every change of state. Comes before the event of that state. */
export class FundingSourceStateEvent extends ExchangeEvent<{
  readonly state: FundingSourceState;
  readonly previous: FundingSourceState;
}> {}
/** `funding-source-added`: the funding source is there. */
export class FundingSourceAddedEvent extends ExchangeEvent<FundingSourceAddedDetail> {}
/** `exchange-reauthenticated`: the exchange of the attribute `exchange` works again. */
export class ExchangeReauthenticatedEvent extends ExchangeEvent<ExchangeReauthenticatedDetail> {}
/** `funding-source-exit`: the user or the host left without finishing. */
export class FundingSourceExitEvent extends ExchangeEvent<FundingSourceExitDetail> {}
/**
 * `funding-source-error`, cancelable: it cannot go on. Unless a listener calls `preventDefault()`, the console says so too.
 */
export class FundingSourceErrorEvent extends ExchangeEvent<FundingSourceErrorDetail> {}

/** Every event of the element by its name, beside those of `<dwolla-exchange-link>` that bubble through it. */
export interface AddFundingSourceEventMap {
  'funding-source-state': FundingSourceStateEvent;
  'funding-source-added': FundingSourceAddedEvent;
  'exchange-reauthenticated': ExchangeReauthenticatedEvent;
  'funding-source-exit': FundingSourceExitEvent;
  'funding-source-error': FundingSourceErrorEvent;
}

/** The event of an outcome. */
export function outcomeEvent({ type, detail }: FundingSourceOutcome): ExchangeEvent<unknown> {
  switch (type) {
    case 'added':
      return new FundingSourceAddedEvent('funding-source-added', detail);
    case 'reauthenticated':
      return new ExchangeReauthenticatedEvent('exchange-reauthenticated', detail);
    case 'exit':
      return new FundingSourceExitEvent('funding-source-exit', detail);
    default:
      return new FundingSourceErrorEvent('funding-source-error', detail, true);
  }
}
