import { mark } from './own-nodes.js';
import type { WayBack } from './return-record.js';
import type { Snapshot } from './state.js';

/** How an attempt of this document ended, for a copy of its element in a page that is restored (Turbo, htmx, Back). */
export interface RememberedEnding {
  readonly ending: Snapshot;
  readonly way: WayBack | null;
  /** The element is gone. */
  readonly release: () => void;
  /** Another attempt has begun. */
  readonly forget: () => void;
}

const most = 20; // endings; libraries keep ten pages
// Of this document alone: a library may keep pages longer than that.
const prefix = Math.random().toString(36).slice(2);
let count = 0;
const endings = new Map<string, RememberedEnding & { holder: Element | null }>();

/** Remembers how an element's attempt ended, and marks the element, so that a copy of it is known. */
export function rememberEnding(element: Element, ending: Snapshot, way: WayBack | null): RememberedEnding {
  const key = `${prefix}-${++count}`;
  const remembered: RememberedEnding & { holder: Element | null } = {
    ending,
    way,
    // Only while it is on the page: nothing holds on to an element that is gone.
    holder: element,
    release: () => void (remembered.holder = null),
    forget: () => {
      endings.delete(key);
      remembered.holder?.removeAttribute(mark);
    },
  };
  endings.set(key, remembered);
  element.setAttribute(mark, key);
  const [oldest = key] = endings.keys();
  if (endings.size > most) endings.delete(oldest);
  return remembered;
}

/**
 * The ending of the element that this one is a copy of, where that one is gone and the page has not changed the copy's
 * `state`. A new element has no mark.
 */
export function recallEnding(element: Element): RememberedEnding | null {
  const remembered = endings.get(element.getAttribute(mark) ?? '');
  if (remembered?.ending.state !== element.getAttribute('state') || remembered?.holder?.isConnected)
    return null;
  remembered.holder = element;
  return remembered;
}
