import type { ExchangeState } from './exchange-link.js';
import { recall, remember } from './settings.js';
import { withoutSecrets } from './secrets.js';

/** The events of both elements, in the order of a flow. */
export const eventNames = [
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
] as const;
export type EventName = (typeof eventNames)[number];

/** One event as it came. */
export interface TimelineEntry {
  readonly id: number;
  readonly name: EventName;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Which attempt it belongs to, counted from 1. */
  readonly attempt: number;
  /** It came before the page was left for the partner's own. */
  readonly before: boolean;
  readonly detail: unknown;
}

/** Every event of the element since the page was opened or cleared, newest last. */
export class Timeline {
  entries: readonly TimelineEntry[] = [];
  #attempt = 0;
  #isResumed = false;

  /** Takes one event down. A change to `loading` begins another attempt, but not on the way back. */
  add(name: EventName, detail: unknown): void {
    const isBeginning = name === 'exchange-state' && stateIn(detail) === 'loading';
    if (this.#attempt === 0 || (isBeginning && !this.#isResumed)) this.#attempt += 1;
    this.#isResumed = false;
    const id = (this.entries.at(-1)?.id ?? 0) + 1;
    const entry = { id, name, at: Date.now(), attempt: this.#attempt, before: false, detail };
    this.entries = [...this.entries, entry];
  }

  /** The states of the attempt at hand, oldest first. */
  trail(): readonly ExchangeState[] {
    const states = this.entries
      .filter(({ name, attempt }) => name === 'exchange-state' && attempt === this.#attempt)
      .map(({ detail }) => stateIn(detail));
    return ['idle', ...states];
  }

  clear(): void {
    this.entries = [];
    this.#attempt = 0;
  }

  /** Writes down what has happened, without credentials, for the document that comes after the way back. */
  keep(): void {
    remember(
      'timeline',
      this.entries.map((entry) => ({ ...entry, before: true, detail: withoutSecrets(entry.detail) })),
    );
  }

  /** Goes on where `keep` left off. The way back ends the attempt that was begun before it. */
  resume(): void {
    const kept = recall('timeline');
    if (!Array.isArray(kept)) return;
    this.entries = kept.filter(isEntry);
    this.#attempt = this.entries.at(-1)?.attempt ?? 0;
    this.#isResumed = this.#attempt > 0;
  }
}

/** The word of an event that matters most, for its line. */
export function summaryOf({ name, detail }: TimelineEntry): string {
  const fields = detail as Readonly<Record<string, unknown>>;
  const word = (value: unknown): string => (typeof value === 'string' ? value : '');
  if (name === 'exchange-state' || name === 'funding-source-state')
    return `${word(fields['previous'])} → ${word(fields['state'])}`;
  if (name === 'exchange-activity') return word(fields['name']);
  if (name === 'exchange-error' || name === 'funding-source-error') return word(fields['code']);
  if (name === 'exchange-exit' || name === 'funding-source-exit') return `by the ${word(fields['reason'])}`;
  return word(fields['partner']);
}

function stateIn(detail: unknown): ExchangeState {
  return (detail as { readonly state: ExchangeState }).state;
}

/** Kept entries were written by this page, but a tab's storage can be edited. */
function isEntry(value: unknown): value is TimelineEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, at, attempt, detail } = value as Partial<TimelineEntry>;
  return (
    [id, at, attempt].every((number) => typeof number === 'number') &&
    eventNames.some((known) => known === name) &&
    typeof detail === 'object' &&
    detail !== null
  );
}
