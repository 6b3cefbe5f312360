import type { PartnerName } from '../partners/registry.js';
import {
  peekReturn,
  stopCleaning,
  takeReturnRecord,
  takeUnknownReturn,
  type RedirectReturn,
} from './return-record.js';
import type { SessionSource } from '../session/get-session.js';
import type { Snapshot } from './state.js';

/**
 * The return that this document is. It belongs to the document, not to an element: pages replace their elements at any
 * time (hydration, routers, keyed lists), and what the bank has sent comes once.
 */
export interface DocumentReturn {
  readonly partner: PartnerName;
  /** Null where no record was found, and the host's backend knows what the return belongs to. */
  readonly redirect: RedirectReturn | null;
  /** The address the user came back to. */
  readonly address: string;
  /** The final snapshot, once an element has reported it. */
  snapshot: Snapshot | null;
  /** When it ended, in ms since 1970. */
  endedAt: number;
  /** The element that has it now, or had it last. */
  holder: ReturnHolder;
  isHeld: boolean;
}

/** An element's controller, as one that can hold a return. */
export interface ReturnHolder {
  /** The element that had the return is gone. @returns whether this one takes it, by `claimReturn()` */
  readonly takeOver: (partner: PartnerName) => boolean;
}

/** How long an element with a session source shows the outcome of the element it replaces, in ms: while the page starts. */
const replacementTime = 10_000;

let present: DocumentReturn | null = null;
const elements = new Set<ReturnHolder>();

const hold = (
  holder: ReturnHolder,
  partner: PartnerName,
  address: string,
  redirect: RedirectReturn | null,
): DocumentReturn =>
  (present = { partner, redirect, address, snapshot: null, endedAt: 0, holder, isHeld: true });

/**
 * Whether an element shows how the return ended. One without a session of its own has nothing else to show. One with a
 * session source does while the page starts: then it replaces an earlier element.
 */
function mayShow(
  { endedAt, address, holder }: DocumentReturn,
  host: SessionSource,
  asker: ReturnHolder,
): boolean {
  if (host.session) return false;
  if (!host.getSession && !host.sessionUrl) return true;
  const isReplaced = asker !== holder && Date.now() - endedAt < replacementTime;
  return isReplaced && new URL(address).pathname === location.pathname;
}

/**
 * Called when an element is connected: claims a return, or an earlier record without a result.
 * @returns the return, with its final snapshot if it has one; or a redirect return whose `url` is null; or null
 */
export function claimReturn(
  host: SessionSource,
  asker: ReturnHolder,
): DocumentReturn | RedirectReturn | null {
  elements.add(asker);
  const redirect = takeReturnRecord(host.partner);
  if (redirect) present = null;
  if (redirect?.url) return hold(asker, redirect.record.partner, redirect.url, redirect);
  if (redirect || !present || present.isHeld) return redirect;
  if (host.partner && host.partner !== present.partner) return null;
  if (present.snapshot ? !mayShow(present, host, asker) : !present.redirect) return null;
  // Nothing was reported yet, so the result can be used again.
  if (!present.snapshot && present.redirect) present.redirect.url = present.address;
  present.isHeld = true;
  present.holder = asker;
  return present;
}

/** A return without a record, for an element whose host can say what it belongs to. */
export function claimUnknownReturn(partner: PartnerName | '', asker: ReturnHolder): DocumentReturn | null {
  if (
    present &&
    !present.isHeld &&
    !present.redirect &&
    !present.snapshot &&
    (partner || present.partner) === present.partner
  )
    return Object.assign(present, { isHeld: true, holder: asker });
  const found = takeUnknownReturn(partner);
  return found && hold(asker, found.partner, found.url, null);
}

/** The element was removed, or is limited to another partner now: the next element, or one without a session, takes over. */
export function releaseReturn(released: DocumentReturn): void {
  released.isHeld = false;
  if (released !== present || released.snapshot || !released.redirect) return;
  for (const element of elements) if (element.takeOver(released.partner)) return;
}

/**
 * The partner whose return this document is, while no element has it: for a page's own element that has to choose a
 * partner before it makes one.
 */
export const pendingReturn = (): PartnerName | null =>
  peekReturn() ??
  (present && !present.isHeld && !(present.snapshot && Date.now() - present.endedAt > replacementTime)
    ? present.partner
    : null);

/** Forgets a return after another attempt has started, or the host has reported that it belongs to something else. */
export function forgetReturn(over: DocumentReturn | null = present): void {
  if (over !== present) return;
  present = null;
  stopCleaning();
}

/** The element has left the document. */
export const unregisterHolder = (holder: ReturnHolder): unknown => elements.delete(holder);
