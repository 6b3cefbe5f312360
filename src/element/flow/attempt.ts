import type { MountedPartner, PartnerModule, LastError } from '../partners/partner.js';
import type { CredentialKind } from '../session/session.js';
import { dropReturnRecord } from './return-record.js';
import type { ResolvedSession } from '../session/get-session.js';

/** A partner's module of any kind: the choice of the partner has matched its credential to it. */
export type AnyPartnerModule = PartnerModule<CredentialKind, object>;

/** What a host may change at any time, and what counts from the next attempt on. */
export interface AttemptSettings {
  readonly launch: string;
  /** An existing exchange is re-authenticated. */
  readonly reauth: boolean;
  /** Timeout for each step, in ms. */
  readonly timeout: number;
}

/** One attempt, from getting a session to its outcome. Ending it removes everything it put on the page. */
export class Attempt {
  // Every field is the attempt's own from the start: one that is not there yet would be looked for on the prototypes.
  session: ResolvedSession | null;
  module: AnyPartnerModule | null = null;
  mounted: MountedPartner<object> | null = null;
  /** The last error the user met inside the partner's UI. */
  lastError: LastError | null = null;
  /** The first one since the element came into the document. */
  isFirst = false;
  /** The partner's UI is on the page, or being put there. */
  isShown = false;
  /** The partner's UI is asked for. */
  isWanted = false;
  /** The partner's UI is opening, or waits for the page lock. */
  isOpening = false;
  /** The host did not want it opened: only a gesture or an `open()` of its own opens it now. */
  isPostponed = false;
  /** The stored return record. */
  record: string | null = null;

  readonly #controller = new AbortController();
  readonly signal: AbortSignal = this.#controller.signal;

  /** As the host had set it when the attempt began. */
  readonly settings: AttemptSettings;

  /** Key of the host's `session` when it began, or ''. */
  readonly givenSession: string;

  constructor(settings: AttemptSettings, session: ResolvedSession | null = null, givenSession = '') {
    this.settings = settings;
    this.session = session;
    this.givenSession = givenSession;
  }

  isUnmounted = false;
  /** Takes the partner's UI off the page, once. */
  unmount(): void {
    if (!this.mounted || this.isUnmounted) return;
    this.isUnmounted = true;
    this.mounted.destroy();
  }

  end(): void {
    this.#controller.abort();
    dropReturnRecord(this.record);
  }
}
