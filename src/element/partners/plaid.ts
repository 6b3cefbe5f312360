import { ownFields } from '../browser/own.js';
import { pick, text } from './shared/fields.js';
import type { MountContext, PageLock, PartnerModule, LastError } from './partner.js';
import { failIfRefused, preparePartnerScript } from './shared/script.js';
import { borrowPage } from './plaid-page.js';

/** A Plaid account as the user selected it; no numbers but the mask. */
export interface PlaidAccount {
  readonly id: string | null;
  readonly name: string | null;
  readonly mask: string | null;
  readonly type: string | null;
  readonly subtype: string | null;
  readonly verification_status: string | null;
}
/** What Plaid returns. The raw metadata repeats the token, so only these fields are passed on. */
export interface PlaidSuccess {
  readonly publicToken: string;
  readonly metadata: {
    readonly institution: { readonly name: string | null; readonly institution_id: string | null } | null;
    readonly accounts: readonly PlaidAccount[];
    readonly link_session_id: string | null;
  };
}

interface PlaidHandler {
  readonly open: () => void;
  readonly exit: (options: { force: boolean }) => void;
  readonly destroy: () => void;
}
type Plaid = Readonly<Record<'create', (options: Readonly<Record<string, unknown>>) => PlaidHandler>>;

/** What Plaid's script defines; an element of the page named `Plaid` is not the window's own. */
const getPlaid = (): Partial<Plaid> | undefined =>
  Object.hasOwn(window, 'Plaid') ? (window as unknown as { Plaid?: Partial<Plaid> }).Plaid : undefined;

/** Events whose fields are known; the others pass by name alone. */
const knownEvents =
  /^(AUTO_SUBMIT_PHONE|(CLOSE|FAIL|OPEN)_OAUTH|CONNECT_NEW_INSTITUTION|ERROR|EXIT|HANDOFF|LAYER_(NOT_AVAILABLE|READY)|OPEN(_MY_PLAID)?|SEARCH_INSTITUTION|(MATCHED_)?SELECT_INSTITUTION|SELECT_(AUTH_TYPE|BRAND|(DEGRADED|DOWN|FILTERED)_INSTITUTION)|SKIP_SUBMIT_PHONE|SUBMIT_(ACCOUNT_NUMBER|CREDENTIALS|DOCUMENTS(_ERROR|_SUCCESS)?|MFA|OTP|PHONE|ROUTING_NUMBER)|TRANSITION_VIEW|VERIFY_PHONE|VIEW_DATA_TYPES)$/;
/** Never the routing number, the account's mask, or what the user searched for. */
const eventFields = (
  'error_type error_code exit_status institution_id institution_name is_update_mode link_session_id match_reason mfa_type ' +
  'request_id selection timestamp view_name'
).split(' ');

// Plaid takes one live handler per page: after two of them the page's scrolling stays locked.
let live: PageLock | null = null;

/** The named fields of an object: texts, or null. */
const texts = <Name extends string>(source: unknown, ...names: Name[]): Record<Name, string | null> =>
  Object.fromEntries(names.map((name) => [name, text(ownFields(source)[name])])) as Record<
    Name,
    string | null
  >;

function readSuccess(publicToken: string, metadata: unknown): PlaidSuccess {
  const { institution, accounts } = ownFields(metadata);
  return {
    publicToken,
    metadata: {
      institution: institution ? texts(institution, 'name', 'institution_id') : null,
      accounts: (Array.isArray(accounts) ? accounts : []).map((account) =>
        texts(account, 'id', 'name', 'mask', 'type', 'subtype', 'verification_status'),
      ),
      ...texts(metadata, 'link_session_id'),
    },
  };
}

/** Plaid's error types and codes are words in capitals; anything else could be free text. */
const word = (value: unknown): string => /^[A-Z][A-Z\d_]{1,63}$/.exec(text(value) ?? '')?.[0] ?? 'unknown';

const lastErrorOf = (problem: unknown): LastError => {
  const { error_type, error_code } = ownFields(problem);
  return { type: word(error_type), code: word(error_code) };
};

/** @param wasShown whether the user has seen Link: then an error is the last one they met, not what kept Link from starting */
function end(
  problem: unknown,
  wasShown: boolean,
  { fail, reportLastError, settle }: MountContext<PlaidSuccess>,
): void {
  const { error_type: type, error_code: code } = ownFields(problem);
  if (/^(INVALID_LINK_TOKEN|INCORRECT_LINK_TOKEN|OAUTH_STATE_\w+)$/.test(String(code)))
    fail('session-expired', "Plaid's link token is used up or too old: ask for a new session.", {
      partnerCode: code,
    });
  else if (problem && !wasShown && type !== 'ITEM_ERROR' && type !== 'INSTITUTION_ERROR')
    fail('partner-error', 'Plaid Link could not be shown.', { partnerCode: code });
  else {
    if (problem) reportLastError(lastErrorOf(problem));
    settle({ type: 'exit' });
  }
}

/**
 * Plaid Link, a modal of Plaid's own script over the page.
 * @see https://plaid.com/docs/link/web/
 */
export const partner: PartnerModule<'token', PlaidSuccess> = {
  prepare: (context) => preparePartnerScript(() => typeof getPlaid()?.create === 'function', context),

  beforeOpening: () => live,

  mount: (token, context) => {
    const { signal, returnUrl, opened, activity, reportLastError, settle, fail } = context;
    let reauth = false;
    /** How many of Link's callbacks are on the stack. */
    let running = 0;
    let wasShown = false;
    // An exception out of a callback would leave Link's overlay over the page, so nothing gets out.
    const guarded =
      <Args extends unknown[]>(callback: (...args: Args) => void) =>
      (...args: Args): void => {
        running++;
        try {
          if (!signal.aborted) callback(...args);
        } catch (cause) {
          fail('partner-error', 'A message of Plaid Link could not be read.', { cause });
        } finally {
          page.look();
          running--;
        }
      };
    const page = borrowPage(context);
    let free = (): void => undefined;
    const lock: PageLock = { released: new Promise((resolve) => (free = resolve)), isReleasing: false };
    live = lock;
    const release = (): void => {
      live = null;
      free();
    };

    let handler: PlaidHandler | undefined;
    try {
      handler = getPlaid()?.create?.({
        token,
        // Only after a redirect return: Link rejects it on a first start.
        ...(returnUrl && { receivedRedirectUri: returnUrl }),
        onLoad: guarded(() => {
          wasShown = true;
          opened();
        }),
        onSuccess: guarded((token: unknown, metadata: unknown) => {
          const publicToken = text(token);
          page.linkWillHide();
          if (publicToken)
            settle({
              type: 'success',
              fields: readSuccess(publicToken, metadata),
              exchange: { plaid: { publicToken } },
              reauth,
            });
          else fail('partner-error', 'Plaid Link finished without a public token.');
        }),
        onExit: guarded((problem: unknown) => {
          page.linkWillHide();
          end(problem, wasShown, context);
        }),
        onEvent: guarded((name: unknown, metadata: unknown) => {
          if (typeof name !== 'string' || !/^[\w.-]{1,64}$/.test(name)) return;
          const data = knownEvents.test(name) ? pick(metadata, eventFields) : {};
          if (name === 'OPEN') wasShown = true;
          if (name === 'OPEN' && data['is_update_mode'] === true) reauth = true;
          if (name === 'ERROR') reportLastError(lastErrorOf(metadata));
          activity(name, data);
        }),
      });
      failIfRefused(context.scriptUrl, context);
      if (!signal.aborted) page.letLink(() => handler?.open());
    } catch (cause) {
      fail('partner-error', 'Plaid Link could not be started.', { cause });
    }

    const takeOff = (): void => {
      page.giveBack(() => {
        try {
          handler?.destroy();
        } catch {
          // Builds of 2020 refuse while Link is open.
          handler?.exit({ force: true });
        }
      });
      release();
    };
    return {
      // Link hides itself after its callback has run, which would undo the next one's opening.
      destroy: () => {
        if (!running) return takeOff();
        lock.isReleasing = true;
        setTimeout(takeOff);
      },
    };
  },
};
