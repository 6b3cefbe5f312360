import { ExchangeHandlerError, invalidRequest, misconfigured } from './handler-error.js';
import { partnerNames } from './partners.js';
import { z } from './zod.js';

/** A partner's name as it comes from a browser. */
export const partnerName = z.enum(partnerNames);

const unset = 'must be a text that is not empty: is its environment variable set?';
/** A key or a secret of the host's. */
export const credential = z.string(unset).check(z.minLength(1, unset));

/** An id of Dwolla's: a UUID. It becomes a segment of a path, so nothing else passes. */
export const resourceId = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be a UUID'));

/** The longest body that is read, in bytes. */
export const bodyLimit = 65_536;

/**
 * Reads a JSON body. Anything but JSON is refused by its media type (415), which also keeps HTML forms out; a body over
 * {@link bodyLimit} is 413 and is not read to its end; broken JSON is 400.
 */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type))
    throw new ExchangeHandlerError(
      415,
      'UnsupportedMediaType',
      'Send JSON with content-type application/json.',
    );
  if (request.bodyUsed)
    throw misconfigured('The body was read before the handler: mount the handler before any body parser.');
  const text = new TextDecoder().decode(await readBytes(request));
  if (text === '')
    throw new ExchangeHandlerError(400, 'InvalidJson', 'The body is empty.', {
      hint: 'If the page sent one, a body parser has read it first: mount the handler before any body parser.',
    });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ExchangeHandlerError(400, 'InvalidJson', 'The body is not valid JSON.');
  }
}

/** Requests whose bodies are still on their way. */
const coming = new WeakSet<Request>();

/** Whether a request's body is being read: then it is the client that takes its time. */
export const isBodyComing = (request: Request): boolean => coming.has(request);

/** 408 for a client that does not send its body to the end in time. */
export const bodyTooLate = (): ExchangeHandlerError =>
  new ExchangeHandlerError(408, 'RequestTimeout', 'The body did not arrive in time.');

/**
 * The body's bytes as they were sent; more than {@link bodyLimit} is 413 `PayloadTooLarge` and is not read to its end. A body
 * that breaks off is 499 `ClientClosedRequest`.
 */
export async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > bodyLimit) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  const read = () =>
    reader?.read().catch(() => {
      throw new ExchangeHandlerError(499, 'ClientClosedRequest', 'The body broke off.');
    });
  coming.add(request);
  for (let part = await read(); part?.done === false; part = await read()) {
    length += part.value.byteLength;
    if (length > bodyLimit) {
      await reader?.cancel();
      throw tooLarge();
    }
    chunks.push(part.value);
  }
  coming.delete(request);
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function tooLarge(): ExchangeHandlerError {
  return new ExchangeHandlerError(413, 'PayloadTooLarge', `The body is larger than ${bodyLimit} bytes.`);
}

/** Checks what came from the browser; throws `ValidationError` (400) with every wrong field. */
export function parseInput<Schema extends z.ZodMiniType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw invalidRequest(
    result.error.issues.map((issue) => ({
      path: `/${issue.path.map(String).join('/')}`,
      code: valueAt(input, issue.path) === undefined ? 'Required' : 'Invalid',
      message: issue.message,
    })),
  );
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** The browser's `Idempotency-Key`: 8 to 128 letters, digits, `-`, `_`, `.` or `:`; null when there is none. */
export function readIdempotencyKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key');
  if (key === null || /^[\w.:-]{8,128}$/.test(key)) return key;
  throw invalidRequest([
    {
      path: '/idempotency-key',
      code: 'Invalid',
      message: 'the header must be 8 to 128 letters, digits, dashes, underscores, dots or colons',
    },
  ]);
}
