import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { at, fieldsOf } from './api-client.js';

/** The package is CommonJS: what its types call `default` is the function itself or a field of it. */
const addFormats = (typeof formats === 'function' ? formats : (formats as { default: unknown }).default) as (
  ajv: Ajv2020,
) => unknown;

/** What `test/contracts/extract.ts` has taken out of Dwolla's published description. */
const file = new URL('../contracts/dwolla-openapi-extract.json', import.meta.url);

/** Dwolla's API description, for checking single requests and answers. */
export class ApiDescription {
  readonly #document: unknown;
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor() {
    // "One of" is true of the description's intent, but its variants overlap (every error is code and message, and only
    // their examples differ), so that a documented body would match several. Any of them has to do.
    const source = readFileSync(file, 'utf8').replaceAll('"oneOf":', '"anyOf":');
    this.#document = JSON.parse(source) as unknown;
    this.#ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true, unicodeRegExp: false });
    addFormats(this.#ajv);
    this.#ajv.addSchema(this.#document as object, 'dwolla');
  }

  /** Every operation of the description as `METHOD /path`. */
  operations(): readonly string[] {
    return Object.entries(fieldsOf(at(this.#document, 'paths'))).flatMap(([path, methods]) =>
      Object.keys(fieldsOf(methods))
        .filter((method) => ['get', 'post', 'put', 'delete'].includes(method))
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
  }

  /** The statuses that an operation documents. */
  statuses(operation: string): readonly number[] {
    return Object.keys(fieldsOf(at(this.#document, ...this.#steps(operation), 'responses'))).map(Number);
  }

  /** What is wrong with a request's body; empty when nothing is. An operation without a documented body takes none. */
  requestFaults(operation: string, body: unknown): readonly string[] {
    const content = at(this.#document, ...this.#steps(operation), 'requestBody', 'content');
    return this.#faults([...this.#steps(operation), 'requestBody', 'content'], content, body);
  }

  /** What is wrong with an answer's body. */
  answerFaults(operation: string, status: number, body: unknown): readonly string[] {
    const steps = [...this.#steps(operation), 'responses', String(status)];
    if (at(this.#document, ...steps) === undefined) return [`${operation} documents no ${status}`];
    return this.#faults([...steps, 'content'], at(this.#document, ...steps, 'content'), body);
  }

  #steps(operation: string): string[] {
    const [method = '', path = ''] = operation.split(' ');
    return ['paths', path, method.toLowerCase()];
  }

  #faults(steps: readonly string[], content: unknown, body: unknown): readonly string[] {
    const [mediaType] = Object.keys(fieldsOf(content));
    if (mediaType === undefined)
      return body === null ? [] : [`a body where none is documented: ${JSON.stringify(body)}`];
    const pointer = [...steps, mediaType, 'schema']
      .map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    const validate = this.#validator(`dwolla#/${pointer}`);
    return validate(body) ? [] : (validate.errors ?? []).map(faultText);
  }

  #validator(reference: string): ValidateFunction {
    const known = this.#compiled.get(reference);
    if (known !== undefined) return known;
    const compiled = this.#ajv.compile({ $ref: reference });
    this.#compiled.set(reference, compiled);
    return compiled;
  }
}

const faultText = ({ instancePath, message }: ErrorObject): string => `${instancePath} ${message ?? ''}`;
