import { ofDocument } from '../browser/document.js';
import type { MountContext } from './partner.js';

/** What of the page Link has while it is open. It is the host's all the time, which may change it meanwhile. */
export interface BorrowedPage {
  /** Runs code of Link's: what it writes now is Link's own. */
  readonly letLink: (run: () => void) => void;
  /** Called when Link reports its end, before the host receives the event: Link hides itself after its callback. */
  readonly linkWillHide: () => void;
  /** Notes what the host has changed; called when a callback of Link's has run. */
  readonly look: () => void;
  /**
   * Has Link taken off, and gives the page back as the host left it: takes back what Link has set and what it is late to
   * set, and writes nothing that the host has changed meanwhile.
   */
  readonly giveBack: (takeOff: () => void) => void;
}

/** One thing on the page that Link writes: `null`, or its text. */
interface Place {
  readonly read: () => string | null;
  readonly write: (value: string | null) => void;
  /** Whether a value is one that Link writes at any time, with or without a call of ours. */
  readonly looksLikeLink: (value: string | null) => boolean;
  /** What is the host's. */
  host: string | null;
  /** What Link puts there when it hides: what it has found there, without its priority, or nothing. */
  putBack: readonly (string | null)[];
  /** The value that Link wrote last. */
  link?: string | null;
}

const lateness = 1_000; // ms after its end in which Link may still write: it sets a height 100 ms after it was shown

/** A property of an inline style with its priority. */
const styled = (
  { style }: HTMLElement,
  name: string,
  looksLikeLink: Place['looksLikeLink'],
): Omit<Place, 'host' | 'putBack'> => ({
  read: () => {
    const value = style.getPropertyValue(name);
    return value ? `${value}!${style.getPropertyPriority(name)}` : null;
  },
  write: (value) => {
    const [text = '', priority] = value?.split('!') ?? [];
    if (text) style.setProperty(name, text, priority);
    else style.removeProperty(name);
  },
  looksLikeLink,
});

const frames = (): HTMLIFrameElement[] => [
  ...ofDocument('querySelectorAll')<HTMLIFrameElement>('iframe[id^="plaid-link-iframe-"]'),
];
const temporaryId = 'plaid-link-temporary-id';
const locked = 'hidden!';
// The same to the page, and no other code writes it: whoever writes `hidden` after Link locks for a reason of its own.
const lockedByLink = 'hidden!important';

let stopWatching = (): void => undefined;

/**
 * Borrows the page for Link, which locks the body's scrolling and, on phones, swaps the id of `<html>`, scrolls to the top
 * and fixes the heights of both (build 2.0.1951). Destroying a handler does not always give it back.
 * Link's frame is marked, and missed where somebody else takes it off the page.
 */
export function borrowPage({ lost, markOwn }: Pick<MountContext<object>, 'lost' | 'markOwn'>): BorrowedPage {
  stopWatching();
  const root = ofDocument('documentElement');
  const body = ofDocument('body');
  const framesBefore = frames();
  const hadStyle = [root, body].map((element) => element.hasAttribute('style'));
  const where = (): readonly [number, number] => [window.scrollX, window.scrollY];
  const scrolled = where();
  let scrolledByLink = scrolled;
  let frame: HTMLIFrameElement | undefined;
  let willHide = false;
  let isHiding = false;
  let isOpen = false;
  let hasLocked = false;
  let endedAt: number | null = null;

  const isFixed = (value: string | null): boolean => !!value?.endsWith('px!important');
  const isLock = (value: string | null): boolean =>
    value === lockedByLink || (value === locked && !hasLocked);
  const places: Place[] = [
    styled(body, 'overflow-x', isLock),
    styled(body, 'overflow-y', isLock),
    styled(body, 'height', isFixed),
    styled(root, 'height', isFixed),
    {
      read: () => root.getAttribute('id'),
      write: (value: string | null) =>
        value === null ? root.removeAttribute('id') : root.setAttribute('id', value),
      looksLikeLink: (value: string | null) => value === temporaryId || value === '',
    },
  ].map((place) => ({ ...place, host: place.read(), putBack: [] }));

  const look = (): void => {
    for (const place of places) {
      const now = place.read();
      const isLinks =
        now === place.link || place.looksLikeLink(now) || (isHiding && place.putBack.includes(now));
      if (now !== place.host && !isLinks) place.host = now;
    }
    noteLock();
  };
  /** Marks the lock as Link's, once. */
  const noteLock = (): void => {
    const [across, down] = places;
    if (!isOpen || hasLocked || isHiding) return;
    if (across?.read() !== locked || down?.read() !== locked) return;
    hasLocked = true;
    for (const place of [across, down]) if (place.host !== locked) place.write(lockedByLink);
  };
  const write = (): void => {
    for (const place of places) if (place.read() !== place.host) place.write(place.host);
    for (const [index, element] of [root, body].entries())
      if (!hadStyle[index] && element.getAttribute('style') === '') element.removeAttribute('style');
  };

  const observer = new MutationObserver(() => {
    if (endedAt === null) {
      look();
      if (frame && !frame.isConnected) lost();
    } else if (performance.now() - endedAt > lateness) stop();
    else {
      look();
      write();
      observer.takeRecords();
    }
  });
  const stop = (): void => observer.disconnect();
  stopWatching = stop;
  for (const element of [root, body])
    observer.observe(element, { attributeFilter: ['style', 'id'], childList: element === body });

  return {
    look: () => {
      look();
      isHiding = willHide;
    },
    letLink: (run) => {
      look();
      for (const place of places) {
        const found = place.read();
        place.putBack = [found, found?.replace(/!.*/, '!') ?? null, null];
      }
      run();
      isOpen = true;
      frame = frames().find((candidate) => !framesBefore.includes(candidate));
      if (frame) markOwn(frame);
      noteLock();
      for (const place of places) if (place.read() !== place.host) place.link = place.read();
      scrolledByLink = where();
      observer.takeRecords();
    },
    linkWillHide: () => {
      willHide = true;
      // When the callback has run, and Link has hidden itself with it.
      queueMicrotask(() => {
        if (endedAt !== null) return;
        look();
        write();
      });
    },
    giveBack: (takeOff) => {
      look();
      // Who has scrolled since stays there; Link that hides by itself puts the page back first.
      const now = where();
      const isLinks = !isHiding && now[0] === scrolledByLink[0] && now[1] === scrolledByLink[1];
      const [left, top] = isLinks ? scrolled : now;
      takeOff();
      for (const each of frames()) if (!framesBefore.includes(each)) each.remove();
      ofDocument('getElementById')('plaid-link-stylesheet')?.remove();
      write();
      if (window.scrollX !== left || window.scrollY !== top) scrollTo({ left, top, behavior: 'instant' });
      observer.takeRecords();
      isHiding = willHide = false;
      endedAt = performance.now();
    },
  };
}
