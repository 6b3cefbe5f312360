import type { AddFundingSourceEventMap } from '../../add-funding-source/events.js';
import type { ExchangeLinkEventMap } from '../events.js';
import { ofDocument } from '../browser/document.js';
import { bare } from '../browser/own.js';

/** An event of the element, as it was dispatched. */
export interface RecordedEvent {
  /** In ms since the page began to load. */
  readonly at: number;
  readonly event: Event;
}

/** Those of `<dwolla-add-funding-source>` too, whose code may come later. */
const names: readonly (keyof ExchangeLinkEventMap | keyof AddFundingSourceEventMap)[] = [
  'exchange-state',
  'exchange-ready',
  'exchange-opening',
  'exchange-open',
  'exchange-activity',
  'exchange-success',
  'exchange-exit',
  'exchange-error',
  'funding-source-state',
  'funding-source-added',
  'funding-source-exit',
  'funding-source-error',
  'exchange-reauthenticated',
];

const early: RecordedEvent[] = [];
let isRecording = false;
let receive = (recorded: RecordedEvent): void => void early.push(recorded);

/**
 * Records every event of every element of the page, from now on. It is in the eager file, for an attempt may have failed
 * before the timeline's code is there.
 */
export function startRecording(): void {
  if (isRecording) return;
  isRecording = true;
  for (const name of names)
    ofDocument('addEventListener')(
      name,
      (event) => receive({ at: Math.round(performance.now()), event }),
      bare({ capture: true }),
    );
}

/** Passes on what was recorded so far, and everything to come. */
export function readRecording(onEvent: (recorded: RecordedEvent) => void): void {
  receive = onEvent;
  early.splice(0).forEach(onEvent);
}
