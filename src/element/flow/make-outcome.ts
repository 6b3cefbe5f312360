import type { CodedError } from '../error-codes.js';
import type { LastError, PartnerOutcome } from '../partners/partner.js';
import type { PartnerName, SuccessFields } from '../partners/registry.js';
import { bare, ownFields } from '../browser/own.js';
import { frozenCopy } from '../browser/frozen-copy.js';
import type { ExchangeOutcome, ExchangeRequest } from './outcome.js';

/** Context of an outcome. */
export interface OutcomeContext {
  readonly partner: PartnerName | null;
  /** The host said, or the session before a redirect, that an existing exchange is re-authenticated. */
  readonly reauth: boolean;
  /** Of the session. */
  readonly exchangePartnerHref: string | null;
  /** The last error the user met inside the partner's UI. */
  readonly lastError: LastError | null;
  /** Who closed the attempt, for an exit. */
  readonly reason: 'user' | 'host';
  /** Whether a new session can be had. */
  readonly canGetSession: boolean;
}

/** Turns a partner's outcome into the one that is reported to the host: plain data, frozen, with allowed fields only. */
export function makeOutcome(outcome: PartnerOutcome<object>, context: OutcomeContext): ExchangeOutcome {
  const { partner, exchangePartnerHref: href, lastError, reason, canGetSession } = context;
  if (outcome.type === 'exit')
    return frozenCopy({ type: 'exit', detail: { partner, reason, ...(lastError && { error: lastError }) } });
  if (outcome.type === 'error') {
    const { message } = outcome.error;
    const { code, retryable, status, partnerCode } = ownFields(outcome.error) as Pick<
      CodedError,
      'code' | 'retryable' | 'status' | 'partnerCode'
    >;
    const cause = Object.hasOwn(outcome.error, 'cause') ? outcome.error.cause : undefined;
    const detail = {
      code,
      message,
      partner,
      retryable: retryable && (code !== 'session-expired' || canGetSession),
      ...(status && { status }),
      ...(partnerCode && { partnerCode }),
      // The error's class keeps no more than a name.
      ...(cause ? { cause: cause as { name: string } } : {}),
    };
    return frozenCopy({ type: 'error', detail });
  }
  const reauth = context.reauth || bare({ ...outcome }).reauth === true;
  const link = href ? { _links: { 'exchange-partner': { href } } } : {};
  const exchangeRequest: ExchangeRequest | null =
    reauth || !outcome.exchange ? null : { ...link, ...outcome.exchange };
  // The partner's own module made the fields that go with its name.
  const fields = { partner, ...outcome.fields } as SuccessFields;
  return frozenCopy({ type: 'success', detail: { ...fields, reauth, exchangeRequest } });
}
