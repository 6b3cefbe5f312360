import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** The media type of every answer of Dwolla's API. */
export const halMediaType = 'application/vnd.dwolla.v1.hal+json';

/** A HAL link as Dwolla writes it. */
export interface HalLink {
  readonly href: string;
  readonly type: string;
  readonly 'resource-type': string;
}

/** A link to a resource, with its media type. */
export function link(href: string, resourceType: string): HalLink {
  return { href, type: halMediaType, 'resource-type': resourceType };
}

/** An answer with a body. */
export function hal(context: Context, body: unknown, status: ContentfulStatusCode = 200): Response {
  return context.body(JSON.stringify(body), status, { 'content-type': halMediaType });
}

/**
 * 201; the `Location` header names what was made. There is no body, except from `POST /exchanges`, which the API
 * description gives an empty object (the official client insists on it).
 */
export function created(
  context: Context,
  location: string,
  body?: Readonly<Record<string, unknown>>,
): Response {
  if (body === undefined) return context.body(null, 201, { location });
  return context.body(JSON.stringify(body), 201, { location, 'content-type': halMediaType });
}

/** One entry of `_embedded.errors`. */
export interface FieldError {
  readonly code: 'Required' | 'Invalid' | 'InvalidFormat' | 'NotAllowed' | 'Duplicate';
  readonly message: string;
  /** JSON pointer to the field. */
  readonly path: string;
}

/**
 * An answer that is an error, thrown from wherever it is found out and written down in one place. Codes and sentences
 * are those of Dwolla's API reference; Dwolla itself writes some codes in lower case (`notFound`, `forbidden`).
 */
export class DwollaProblem extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  /** Fields of the body beside `code` and `message`. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'DwollaProblem';
    this.status = status;
    this.code = code;
    this.extra = extra;
  }

  /** The body as Dwolla writes it. */
  body(): Record<string, unknown> {
    return { code: this.code, message: this.message, ...this.extra };
  }
}

/** 404 in the words of the endpoint. */
export function notFound(
  message = 'The requested resource was not found.',
  code = 'NotFound',
): DwollaProblem {
  return new DwollaProblem(404, code, message);
}

/** 400 whose reasons are in `_embedded.errors`. */
export function invalidFields(...errors: readonly FieldError[]): DwollaProblem {
  return new DwollaProblem(
    400,
    'ValidationError',
    'Validation error(s) present. See embedded errors list for more details.',
    { _embedded: { errors: errors.map((error) => ({ ...error, _links: {} })) } },
  );
}
