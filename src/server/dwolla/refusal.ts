import type { FieldProblem } from '../handler-error.js';
import { ExchangeHandlerError } from '../handler-error.js';
import { z } from '../zod.js';
import type { DwollaAnswer } from './messages.js';

const embeddedError = z.object({
  code: z.catch(z.string(), 'Invalid'),
  message: z.catch(z.string(), ''),
  path: z.catch(z.string(), ''),
});

/** Dwolla's error body. Nothing in it is taken for granted: a proxy may answer in its place. */
const errorBody = z.object({
  code: z.catch(z.optional(z.string().check(z.regex(/^[\w.-]{1,64}$/))), undefined),
  message: z.catch(z.optional(z.string()), undefined),
  _embedded: z.catch(z.optional(z.object({ errors: z.catch(z.array(embeddedError), []) })), undefined),
  _links: z.catch(
    z.optional(z.object({ about: z.catch(z.optional(z.object({ href: z.string() })), undefined) })),
    undefined,
  ),
});

type ErrorBody = z.output<typeof errorBody>;

/** Codes of a 401 that speak of our access token, not of what the application may do. */
const tokenCodes = new Set(['InvalidAccessToken', 'ExpiredAccessToken', 'InvalidCredentials']);

/** Dwolla's answer of another status than 2xx, as the browser receives it. */
export class DwollaRefusal extends ExchangeHandlerError {
  /** Dwolla did not accept the access token itself. */
  readonly tokenRefused: boolean;
  /** Id of what is there already, with `DuplicateResource`; else null. */
  readonly existingId: string | null;
  /** `_links.about.href`: with `UpdateCredentials` where the re-authentication session is made, else null. */
  readonly about: string | null;

  /**
   * @param body what may be shown of it
   * @param code what it means
   * @param isCodeShown whether the code may be shown as well
   */
  constructor(answer: DwollaAnswer, body: ErrorBody, code: string, isCodeShown: boolean) {
    const tokenRefused = answer.status === 401 && (body.code === undefined || tokenCodes.has(code));
    const status = tokenRefused ? 502 : statusFor(answer.status, code);
    const errors = fieldProblems(body);
    const retryAfter = answer.headers.get('retry-after');
    super(
      status,
      tokenRefused ? 'DwollaUnauthorized' : isCodeShown ? code : codeOf(answer.status, {}),
      tokenRefused ? 'Dwolla did not accept the access token.' : messageOf(answer.status, body),
      {
        ...(errors.length > 0 ? { details: { errors } } : {}),
        ...(status === 429 && retryAfter !== null ? { headers: { 'retry-after': retryAfter } } : {}),
      },
    );
    this.tokenRefused = tokenRefused;
    this.about = body._links?.about?.href ?? null;
    this.existingId = code === 'DuplicateResource' ? existingIdIn(body) : null;
  }
}

/**
 * Reads a refusal.
 * @param secrets texts that must not reach anybody, should the answer repeat them
 */
export function refusalOf(answer: DwollaAnswer, secrets: readonly string[]): DwollaRefusal {
  const longestFirst = secrets.filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  const hide = (text: string): string =>
    longestFirst.reduce((shown, secret) => shown.replaceAll(secret, '…'), text);
  const read = (change: (text: string) => string): ErrorBody => {
    const parsed = errorBody.safeParse(readJson(answer.text, change));
    return parsed.success ? parsed.data : {};
  };
  // What it means is decided before anything is hidden: a token may be part of the code, or the whole of it.
  const raw = read((text) => text);
  const isCodeShown = !secrets.includes(raw.code ?? '');
  return new DwollaRefusal(
    answer,
    { ...read(hide), code: raw.code },
    codeOf(answer.status, raw),
    isCodeShown,
  );
}

/** Dwolla writes `Bank already exists: id=…`, and may link to it. */
function existingIdIn({ message = '', _links }: ErrorBody): string | null {
  const id = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i;
  return (id.exec(_links?.about?.href ?? '') ?? id.exec(message))?.[0] ?? null;
}

/** JSON with every text of it changed before anything is cut to length; null for what is no JSON. */
function readJson(text: string, change: (text: string) => string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? change(value) : value));
  } catch {
    return null;
  }
}

/** Dwolla writes some codes small (`notFound`, `forbidden`); one spelling is enough for a browser. */
function codeOf(status: number, { code }: ErrorBody): string {
  if (code !== undefined) return code.charAt(0).toUpperCase() + code.slice(1);
  return status >= 500 ? 'DwollaUnavailable' : 'DwollaRefused';
}

/** A sentence that says what is wrong: where Dwolla only points to its embedded errors, the first of these. */
function messageOf(status: number, { message, _embedded }: ErrorBody): string {
  const [first] = _embedded?.errors ?? [];
  if (
    first !== undefined &&
    first.message !== '' &&
    (message === undefined || /embedded errors/i.test(message))
  )
    return `${first.path}: ${first.message}`.slice(0, 500);
  if (message !== undefined && message !== '') return message.slice(0, 500);
  return status >= 500 ? 'Dwolla has a problem. Try again later.' : `Dwolla refused with status ${status}.`;
}

/**
 * The status for the browser. Dwolla's 401 never becomes ours, which means "log in": a missing scope is 403, an exchange
 * token that is not valid is 400 on every route. Dwolla's own failures, and refusals that no browser can cause, are 502.
 */
function statusFor(status: number, code: string): number {
  if (status === 401) return code === 'InvalidExchangeToken' ? 400 : 403;
  return [400, 403, 404, 409, 429].includes(status) ? status : 502;
}

function fieldProblems({ _embedded }: ErrorBody): readonly FieldProblem[] {
  return (_embedded?.errors ?? []).slice(0, 20).map(({ path, code, message }) => ({
    path: path.slice(0, 200),
    code: code.slice(0, 64),
    message: message.slice(0, 500),
  }));
}
