import type { MountedPartner, PartnerModule, Trouble } from '../partners/partner.js';
import type { CredentialKind } from '../session/session.js';
import { dropReturnRecord } from './return-record.js';
import type { ChosenSession } from '../session/get-session.js';

/** What every partner's module can be called with: the choice of the partner has matched its credential to it. */
export type AnyPartnerModule = PartnerModule<CredentialKind, object>;

/** What a host may change at any time, and what counts from the next attempt on. */
export interface AttemptSettings {
  readonly launch: string;
  /** An existing exchange is re-authenticated. */
  readonly reauth: boolean;
  /** Bound of each waiting stage, in ms. */
  readonly timeout: number;
}

/** One attempt, from asking for a session to its ending. Ending it takes everything of it off the page. */
export class Attempt {
  // Every field is the attempt's own from the start: one that is not there yet would be looked for on the prototypes.
  session: ChosenSession | null;
  module: AnyPartnerModule | null = null;
  mounted: MountedPartner<object> | null = null;
  /** The last trouble the user met inside the partner's UI. */
  trouble: Trouble | null = null;
  /** The first one since the element came into the document. */
  isFirst = false;
  /** The partner's UI is on the page, or being put there. */
  isShown = false;
  /** The partner's UI is asked for. */
  isWanted = false;
  /** It is on its way, or waiting for its turn. */
  isOpening = false;
  /** The host did not want it opened: only a gesture or an `open()` of its own opens it now. */
  isPostponed = false;
  /** What was written for the way back. */
  record: string | null = null;

  readonly #controller = new AbortController();
  readonly signal: AbortSignal = this.#controller.signal;

  /** As the host had set it when the attempt began. */
  readonly settings: AttemptSettings;

  /** Key of the host's `session` when it began, or ''. */
  readonly givenSession: string;

  constructor(settings: AttemptSettings, session: ChosenSession | null = null, givenSession = '') {
    this.settings = settings;
    this.session = session;
    this.givenSession = givenSession;
  }

  #isUnmounted = false;
  /** Takes the partner's UI off the page, once. */
  unmount(): void {
    if (!this.mounted || this.#isUnmounted) return;
    this.#isUnmounted = true;
    this.mounted.destroy();
  }

  end(): void {
    this.#controller.abort();
    dropReturnRecord(this.record);
  }
}
