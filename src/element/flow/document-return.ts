import type { PartnerName } from '../partners/registry.js';
import { peekReturn, takeReturnRecord, takeUnknownReturn, type WayBack } from './return-record.js';
import type { SessionSource } from '../session/get-session.js';
import type { Snapshot } from './state.js';

/**
 * The return that this document is. It belongs to the document, not to an element: pages replace their elements at any
 * time (hydration, routers, keyed lists), and what the bank has sent comes once.
 */
export interface DocumentReturn {
  readonly partner: PartnerName;
  /** Null where no record was found, and the host's backend knows what the return belongs to. */
  readonly way: WayBack | null;
  /** The address the user came back to. */
  readonly address: string;
  /** How it ended, from the moment that an element in the document tells of it. */
  ending: Snapshot | null;
  /** When it ended, in ms since 1970. */
  endedAt: number;
  /** The element that has it now, or had it last. */
  holder: ReturnHolder;
  isHeld: boolean;
}

/** An element's conductor, as one that a return can be handed to. */
export interface ReturnHolder {
  /** The element that had the return is gone. @returns whether this one takes it, by `claimReturn()` */
  readonly takeOver: (partner: PartnerName) => boolean;
}

/** How long an element that names a session shows the outcome of the one it replaces, in ms: a page comes up that long. */
const replacementTime = 10_000;

let present: DocumentReturn | null = null;
const elements = new Set<ReturnHolder>();

const hold = (
  holder: ReturnHolder,
  partner: PartnerName,
  address: string,
  way: WayBack | null,
): DocumentReturn => (present = { partner, way, address, ending: null, endedAt: 0, holder, isHeld: true });

/**
 * Whether an element shows how the return ended. One without a session of its own has nothing else to show. One that names
 * where to ask for a session does while the page comes up: then it stands in for the element that the page has replaced.
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
 * Asked by an element that came into the document: is there a return for it, or an earlier record without a result?
 * @returns the return, with its ending if it is over; or a way back whose `url` is null; or null
 */
export function claimReturn(host: SessionSource, asker: ReturnHolder): DocumentReturn | WayBack | null {
  elements.add(asker);
  const way = takeReturnRecord(host.partner);
  if (way) present = null;
  if (way?.url) return hold(asker, way.record.partner, way.url, way);
  if (way || !present || present.isHeld) return way;
  if (host.partner && host.partner !== present.partner) return null;
  if (present.ending ? !mayShow(present, host, asker) : !present.way) return null;
  // Nothing was told of it yet, so what was used of it counts again.
  if (!present.ending && present.way) present.way.url = present.address;
  present.isHeld = true;
  present.holder = asker;
  return present;
}

/** A return without a record, for an element whose host can say what it belongs to. */
export function claimUnknownReturn(partner: PartnerName | '', asker: ReturnHolder): DocumentReturn | null {
  if (
    present &&
    !present.isHeld &&
    !present.way &&
    !present.ending &&
    (partner || present.partner) === present.partner
  )
    return Object.assign(present, { isHeld: true, holder: asker });
  const found = takeUnknownReturn(partner);
  return found && hold(asker, found.partner, found.url, null);
}

/** The element is gone, or is for another partner now: the return is for the next one, or for one that has nothing better. */
export function releaseReturn(released: DocumentReturn): void {
  released.isHeld = false;
  if (released !== present || released.ending || !released.way) return;
  for (const element of elements) if (element.takeOver(released.partner)) return;
}

/**
 * The partner whose return this document is, while no element has it: for a page's own element that has to choose a
 * partner before it makes one.
 */
export const pendingReturn = (): PartnerName | null =>
  peekReturn() ??
  (present && !present.isHeld && !(present.ending && Date.now() - present.endedAt > replacementTime)
    ? present.partner
    : null);

/** Nothing more is to be had of it: another attempt has begun after it, or the host says that it is none of its own. */
export function forgetReturn(over: DocumentReturn | null = present): void {
  if (over === present) present = null;
}

/** The element has left the document. */
export const leaveDocument = (holder: ReturnHolder): unknown => elements.delete(holder);
