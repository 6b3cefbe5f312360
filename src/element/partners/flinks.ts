import type { Fields } from '../browser/own.js';
import { pick, text } from './shared/fields.js';
import { mountFrame } from './shared/frame.js';
import type { MountContext, PartnerModule } from './partner.js';

/** The backend turns the login into a token for Dwolla. */
export interface FlinksSuccess {
  readonly loginId: string;
  readonly accountId?: string;
  readonly institution?: string;
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Errors that the user can correct inside the frame. */
const errors =
  /^(INVALID_(USERNAME|PASSWORD|LOGIN|SECURITY_RESPONSE)|RETRY_LATER|UNAUTHORIZED|NEW_ACCOUNT|AGGREGATION_ERROR|DISABLED_(INSTITUTION|LOGIN)|POPUP_BLOCKED)$/;

/** The other steps whose fields are known; unknown steps pass by name alone. */
const steps =
  /^(APP_(MOUNTED|OFFLINE|ONLINE|RESIZE)|COMPONENT_((ACCEPT|DENY)_(PROVIDER_)?CONSENT|CLOSE_SESSION|LOAD_(ACCOUNT_SELECTION|CONSENT|(CREDENTIAL|MFA)(_RETRY)?|INSTITUTION_SELECTOR))|(ACCEPT|DENY)_TERMS|CLICK_(RESET_PASSWORD|TERMS_URL)|(ACCOUNT|INSTITUTION)_SELECTED|SUBMIT_(CREDENTIAL|MFA)|POPUP_OPENED|TOKEN_INVALID|REDIRECT)$/;

/** The first text of a field that Flinks sends as one value or as a list. */
const firstText = (value: unknown): string | null =>
  text(Array.isArray(value) ? value.find((item) => text(item)) : value);

/** The parameters of a URL, absolute or not: Flinks sends what the page was configured with. */
function readQuery(url: string): URLSearchParams {
  const [address = ''] = url.split('#');
  const start = address.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : address.slice(start));
}

/**
 * The login of a `REDIRECT`: at the top level, or in the query of its `url`, or both. Null if there is none.
 * @param selected the account that the user selected last, where the message names none
 */
function readRedirect(message: Fields, selected: string | null): FlinksSuccess | null {
  const query = readQuery(text(message['url']) ?? '');
  const field = (name: string): string | null => firstText(message[name]) ?? text(query.get(name));
  const loginId = field('loginId');
  const accountId = field('accountId') ?? selected;
  const institution = field('institution');
  if (!loginId || !uuid.test(loginId)) return null;
  return { loginId, ...(accountId && { accountId }), ...(institution && { institution }) };
}

function act(
  name: string,
  message: Fields,
  selected: string | null,
  { activity, reportLastError, settle, fail }: MountContext<FlinksSuccess>,
): void {
  const isError = errors.test(name);
  if (isError || !message['step']) reportLastError({ type: 'flinks', code: name });
  activity(name, isError || steps.test(name) ? pick(message, ['institution', 'flinksCode']) : {});
  if (name === 'COMPONENT_CLOSE_SESSION') settle({ type: 'exit' });
  else if (name === 'TOKEN_INVALID')
    fail('session-expired', "Flinks' authorize token is used up or too old: create one per session.", {
      partnerCode: name,
    });
  else if (name === 'REDIRECT') {
    const fields = readRedirect(message, selected);
    if (fields) settle({ type: 'success', fields, exchange: null });
    else fail('partner-error', 'Flinks finished without a login id.');
  }
}

/**
 * Flinks Connect, in a frame. Events are objects, or JSON strings with `stringify=true`.
 * @see https://docs.flinks.com (Connect, events)
 */
export const partner: PartnerModule<'link', FlinksSuccess> = {
  mount: (link, context) =>
    mountFrame<FlinksSuccess>(link, context, () => {
      let selected: string | null = null;
      return {
        read: (message) => {
          const name = text(message['step']) ?? text(message['flinksCode']);
          if (!name || !/^\w{1,64}$/.test(name)) return null;
          return () => {
            if (name === 'ACCOUNT_SELECTED') selected = firstText(message['accountId']);
            act(name, message, selected, context);
          };
        },
      };
    }),
};
