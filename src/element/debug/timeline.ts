import { ofDocument } from '../browser/document.js';
import { toJson } from '../browser/own.js';
import type { RecordedEvent } from './recorder.js';

/** Passes on what was recorded so far, and everything to come. */
type ReadRecording = (onEvent: (recorded: RecordedEvent) => void) => void;

/** One line of the timeline. Names, codes and times; never a token, a URL or what a user typed. */
export interface TimelineEntry {
  /** In ms since the page began to load. */
  readonly at: number;
  readonly event: string;
  readonly what: Readonly<Record<string, unknown>>;
}

/** Fields of a detail that are logged with their values. Of all others only the name is logged. */
const shownFields = new Set(
  'state previous partner name reason error code message retryable status partnerCode cause reauth'.split(
    ' ',
  ),
);

const longest = 500; // entries, so that a page that stays open for days keeps its memory
const entries: TimelineEntry[] = [];
let isWatching = false;

/** A detail without its credentials: the fields of a success and the redirect URL are named, not shown. */
export function redact(event: string, detail: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(detail).map(([field, value]) => [
      field,
      // An activity's data is a list of allowed fields; a success's data is a credential.
      shownFields.has(field) ||
      (field === 'data' && event === 'exchange-activity') ||
      value === null ||
      typeof value === 'boolean'
        ? value
        : '(redacted)',
    ]),
  );
}

function note({ at, event }: RecordedEvent): void {
  const { detail } = event as CustomEvent<Readonly<Record<string, unknown>>>;
  const entry = { at, event: event.type, what: redact(event.type, detail) };
  entries.push(entry);
  if (entries.length > longest) entries.shift();
  console.info(`[exchange-link] ${entry.at} ms ${entry.event}`, entry.what);
}

/** Writes every event of every element of the page to the console, those recorded so far included. */
export function watch(readRecording: ReadRecording): void {
  if (isWatching) return;
  isWatching = true;
  readRecording(note);
}

/**
 * What a report of a problem needs, to paste into it: versions, settings, states and the timeline.
 * @param version the package's
 * @param readRecording gives what was recorded so far, if `configure()` has started that and its own reading is still to come
 * @returns JSON without a secret in it
 */
export function supportBundle(version: string, readRecording: ReadRecording): string {
  watch(readRecording);
  const elements = [...ofDocument('querySelectorAll')('dwolla-exchange-link')].map((element) => ({
    state: element.state,
    partner: element.activePartner,
    launch: element.launch,
    timeout: element.timeout,
    session: element.session
      ? 'session'
      : element.getSession
        ? 'getSession'
        : element.sessionUrl
          ? 'session-url'
          : 'none',
    hasCheckoutPublicKey: !!element.checkoutPublicKey,
  }));
  const { userAgent, language, onLine } = navigator;
  return toJson(
    {
      version,
      browser: { userAgent, language, onLine },
      isFramed: window.top !== window,
      elements,
      timeline: entries,
    },
    2,
  );
}
