import type { PartnerName } from '../partners/registry.js';
import type { SessionSource } from '../session/get-session.js';
import {
  claimReturn,
  claimUnknownReturn,
  forgetReturn,
  releaseReturn,
  type DocumentReturn,
  type ReturnHolder,
} from './document-return.js';
import type { RedirectReturn } from './return-record.js';
import type { Snapshot } from './state.js';

/** The return of this document, while one element holds it, and what the document before has stored of it. */
export class HeldReturn {
  /** What was stored. Its `url`, which carries the result, is set until it is used. */
  redirect: RedirectReturn | null = null;
  #held: DocumentReturn | null = null;

  get isHeld(): boolean {
    return !!this.#held;
  }

  /** URL of the session that the user was redirected with; only for attempts after a return. */
  get sessionUrl(): string | null {
    return this.redirect?.record.sessionUrl ?? null;
  }

  /** Called when an element is connected. @returns as `claimReturn()` does */
  claim(host: SessionSource, holder: ReturnHolder): DocumentReturn | RedirectReturn | null {
    const found = claimReturn(host, holder);
    if (found && !('record' in found)) {
      this.#held = found;
      this.redirect = found.redirect;
    }
    return found;
  }

  /** Claims a return without a record, for an element whose host can say what it belongs to. */
  claimUnknown(partner: PartnerName | '', holder: ReturnHolder): DocumentReturn | null {
    const found = claimUnknownReturn(partner, holder);
    this.#held = found ?? this.#held;
    return found;
  }

  /** The result in the address is used up. */
  consume(): void {
    if (this.redirect) this.redirect.url = null;
  }

  /** Another attempt starts: keeps the return if the attempt belongs to it. */
  continue(isReturn: boolean): void {
    if (!this.#held) return;
    if (isReturn) this.#held.snapshot = null;
    else {
      forgetReturn(this.#held);
      this.#held = null;
    }
  }

  /** Forgets what was stored, unless it is still unused and the host accepts its partner. */
  forgetStored(partner: PartnerName | ''): void {
    const { redirect } = this;
    const isOthers = !!redirect?.url && !!partner && partner !== redirect.record.partner;
    if (!redirect?.url || isOthers) this.redirect = null;
    if (isOthers) this.release();
  }

  /** Keeps the final snapshot for the element that replaces this one. */
  keepOutcome(snapshot: Snapshot): void {
    if (this.#held) Object.assign(this.#held, { snapshot, endedAt: Date.now() });
  }

  /** The element was removed, or accepts another partner: another element may take over. */
  release(): void {
    const held = this.#held;
    if (!held) return;
    this.#held = null;
    this.redirect = null;
    releaseReturn(held);
  }
}
