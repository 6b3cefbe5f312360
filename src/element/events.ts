import { bare } from './browser/own.js';
import { frozenCopy } from './browser/frozen-copy.js';
import type {
  ExchangeErrorDetail,
  ExchangeExitDetail,
  ExchangeOutcome,
  ExchangeSuccessDetail,
} from './flow/outcome.js';
import type { ExchangeState, Snapshot } from './flow/state.js';
import type { PartnerName } from './partners/registry.js';

/**
 * What every event of the element is: bubbling, composed, with a `detail` of its own that nobody can change.
 * @typeParam Detail plain data
 */
export class ExchangeEvent<Detail> extends CustomEvent<Detail> {
  constructor(type: string, detail: Detail, cancelable = false) {
    super(type, bare({ detail: frozenCopy(detail), bubbles: true, composed: true, cancelable }));
  }
}

/** `exchange-state`: every change of state. Comes before the event of that state. */
export class ExchangeStateEvent extends ExchangeEvent<{
  readonly state: ExchangeState;
  readonly previous: ExchangeState;
}> {}
/** `exchange-ready`: the session is known and its partner's code is loaded. */
export class ExchangeReadyEvent extends ExchangeEvent<{ readonly partner: PartnerName | null }> {}
/**
 * `exchange-opening`, cancelable: just before the partner's UI is shown or, with `url`, the page is left. Close your own
 * dialog or focus trap here. `url` is a credential: never log it.
 */
export class ExchangeOpeningEvent extends ExchangeEvent<{
  readonly partner: PartnerName;
  readonly url?: string;
}> {}
/** `exchange-open`: the partner reported that its UI is in front of the user. */
export class ExchangeOpenEvent extends ExchangeEvent<{ readonly partner: PartnerName }> {}
/** `exchange-activity`: a step inside the partner's UI, under the partner's own name for it. */
export class ExchangeActivityEvent extends ExchangeEvent<{
  readonly partner: PartnerName;
  readonly name: string;
  /** Ids, codes and names of steps and institutions; never what the user typed, numbers, URLs or tokens. */
  readonly data: Readonly<Record<string, unknown>>;
}> {}
/** `exchange-success`: the user finished. The detail contains what the backend needs next. */
export class ExchangeSuccessEvent extends ExchangeEvent<ExchangeSuccessDetail> {}
/** `exchange-exit`: the user or the host left without finishing. */
export class ExchangeExitEvent extends ExchangeEvent<ExchangeExitDetail> {}
/**
 * `exchange-error`, cancelable: it cannot go on. Unless a listener calls `preventDefault()`, it is also logged to the console.
 */
export class ExchangeErrorEvent extends ExchangeEvent<ExchangeErrorDetail> {}

/** Every event of the element by its name. */
export interface ExchangeLinkEventMap {
  'exchange-state': ExchangeStateEvent;
  'exchange-ready': ExchangeReadyEvent;
  'exchange-opening': ExchangeOpeningEvent;
  'exchange-open': ExchangeOpenEvent;
  'exchange-activity': ExchangeActivityEvent;
  'exchange-success': ExchangeSuccessEvent;
  'exchange-exit': ExchangeExitEvent;
  'exchange-error': ExchangeErrorEvent;
}

const terminalEvents = { success: ExchangeSuccessEvent, exit: ExchangeExitEvent, error: ExchangeErrorEvent };

/** The terminal event of an outcome. */
export const terminalEvent = (outcome: ExchangeOutcome): ExchangeEvent<unknown> =>
  // Each outcome's detail is that of the event of the same name.
  new terminalEvents[outcome.type](
    `exchange-${outcome.type}`,
    outcome.detail as never,
    outcome.type === 'error',
  );

/**
 * The event of a state, or null where the state has none or the controller dispatches it itself (`opening`).
 * @param previous the previous snapshot: a cancelled opening leads back to `ready`, which is not reported again
 */
export function eventOf(
  { state, partner, outcome }: Snapshot,
  previous: Snapshot,
): ExchangeEvent<unknown> | null {
  if (outcome) return terminalEvent(outcome);
  if (state === 'ready' && previous.state === 'loading')
    return new ExchangeReadyEvent('exchange-ready', { partner });
  return state === 'open' ? new ExchangeOpenEvent('exchange-open', { partner }) : null;
}
