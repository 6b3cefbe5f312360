import { mark } from './own-nodes.js';
import type { RedirectReturn } from './return-record.js';
import type { Snapshot } from './state.js';

/** Outcome of an attempt of this document, for a copy of its element in a restored page (Turbo, htmx, Back). */
export interface RememberedOutcome {
  readonly snapshot: Snapshot;
  readonly redirect: RedirectReturn | null;
  /** The element was removed. */
  readonly release: () => void;
  /** Another attempt has started. */
  readonly forget: () => void;
}

const most = 20; // outcomes; libraries keep ten pages
// Of this document alone: a library may keep pages longer than that.
const prefix = Math.random().toString(36).slice(2);
let count = 0;
const outcomes = new Map<string, RememberedOutcome & { holder: Element | null }>();

/** Remembers the outcome of an element's attempt, and marks the element, so that a copy of it can be recognized. */
export function rememberOutcome(
  element: Element,
  snapshot: Snapshot,
  redirect: RedirectReturn | null,
): RememberedOutcome {
  const key = `${prefix}-${++count}`;
  const remembered: RememberedOutcome & { holder: Element | null } = {
    snapshot,
    redirect,
    // Only while it is on the page: nothing holds on to an element that is gone.
    holder: element,
    release: () => void (remembered.holder = null),
    forget: () => {
      outcomes.delete(key);
      remembered.holder?.removeAttribute(mark);
    },
  };
  outcomes.set(key, remembered);
  element.setAttribute(mark, key);
  const [oldest = key] = outcomes.keys();
  if (outcomes.size > most) outcomes.delete(oldest);
  return remembered;
}

/**
 * The outcome of the element that this one is a copy of, if that element was removed and the page has not changed the copy's
 * `state`. A new element has no mark.
 */
export function recallOutcome(element: Element): RememberedOutcome | null {
  const remembered = outcomes.get(element.getAttribute(mark) ?? '');
  if (remembered?.snapshot.state !== element.getAttribute('state') || remembered?.holder?.isConnected)
    return null;
  remembered.holder = element;
  return remembered;
}
