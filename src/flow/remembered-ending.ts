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
const endings = new Map<string, RememberedEnding & { holder: Element | null }>();

/** What an element and its copy have in common: the page, and the attributes that say what it is for. */
const keyOf = (element: Element): string =>
  [
    location.href.split('#', 1)[0],
    ...['id', 'session-url', 'partner'].map((name) => element.getAttribute(name)),
  ].join('\n');

/** Remembers how an element's attempt ended, in the page that shows it. */
export function rememberEnding(element: Element, ending: Snapshot, way: WayBack | null): RememberedEnding {
  const key = keyOf(element);
  const remembered: RememberedEnding & { holder: Element | null } = {
    ending,
    way,
    // Only while it is on the page: nothing holds on to an element that is gone.
    holder: element,
    release: () => void (remembered.holder = null),
    forget: () => {
      if (endings.get(key) === remembered) endings.delete(key);
    },
  };
  endings.delete(key);
  endings.set(key, remembered);
  const [oldest = key] = endings.keys();
  if (endings.size > most) endings.delete(oldest);
  return remembered;
}

/**
 * The ending that a copied element shows by its attribute `state`, where this document knows it and the element it is a
 * copy of is gone. A new element has no such attribute.
 */
export function recallEnding(element: Element): RememberedEnding | null {
  const remembered = endings.get(keyOf(element));
  if (remembered?.ending.state !== element.getAttribute('state') || remembered?.holder?.isConnected)
    return null;
  remembered.holder = element;
  return remembered;
}
