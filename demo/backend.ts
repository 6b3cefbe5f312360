import { withoutSecrets } from './secrets.js';
import { recall, remember } from './settings.js';

/** A request that the demo backend made to Dwolla, or a webhook that Dwolla sent it. */
export interface DwollaCall {
  /** The topic of a webhook; null for a request of the backend. */
  readonly webhook: string | null;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly request: unknown;
  readonly response: unknown;
}

/** A request of this page to its own backend, with what the backend then asked of Dwolla. */
export interface BackendCall {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Null while the answer is awaited, 0 where none came. */
  readonly status: number | null;
  readonly milliseconds: number;
  readonly request: unknown;
  readonly response: unknown;
  readonly dwolla: readonly DwollaCall[];
}

/** What the backend answered to a request it refused. */
export class BackendRefusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    const { code, message } = fieldsOf(body);
    super(typeof message === 'string' ? message : `The backend answered ${status}.`);
    this.code = typeof code === 'string' ? code : `HTTP ${status}`;
    this.status = status;
    this.body = body;
  }
}

/** The fields of an answer that should be an object; none where it is something else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Talks to the demo's own backend and keeps a record of what was said, for the page to show. */
export class Backend {
  /** Newest last. */
  calls: readonly BackendCall[] = [];
  readonly #changed: () => void;
  #heard = 0;
  #listening = true;

  /** @param changed called whenever the record has grown or an answer came */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /**
   * One request that belongs to the story, with its JSON answer.
   * Throws a {@link BackendRefusal} for every status outside 200 to 299, and `TypeError` where nothing answered.
   */
  async ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const response = await this.fetch(path, method === 'GET' ? {} : postOf(body));
    const answer = await jsonOf(response);
    if (!response.ok) throw new BackendRefusal(response.status, answer);
    return answer;
  }

  /** Stands in for the element's own `fetch` (its `fetchSession`): the same request, put on record. */
  readonly fetch = async (path: string, init: RequestInit): Promise<Response> => {
    const started = performance.now();
    const request = typeof init.body === 'string' ? parsed(init.body) : null;
    const call = this.#begin(init.method ?? 'GET', shortened(path), request);
    try {
      const response = await fetch(path, init);
      const answer = await jsonOf(response.clone());
      const dwolla = await this.#dwollaCalls();
      const milliseconds = performance.now() - started;
      this.#finish(call, { status: response.status, response: answer, milliseconds, dwolla });
      return response;
    } catch (error) {
      this.#finish(call, { status: 0, response: null, milliseconds: performance.now() - started });
      throw error;
    }
  };

  /** A request about the demo itself (who is signed in, which scenario plays); it is no part of the story. */
  async arrange(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(path, method === 'GET' ? {} : postOf(body));
    const answer = await jsonOf(response);
    if (!response.ok) throw new BackendRefusal(response.status, answer);
    return answer;
  }

  /** The code of the newest answer from this path, if that was a refusal; else null. */
  lastRefusal(path: string): string | null {
    const call = this.calls.findLast((candidate) => candidate.path === path);
    if (call === undefined || call.status === null || call.status < 400) return null;
    return new BackendRefusal(call.status, call.response).code;
  }

  forget(): void {
    this.calls = [];
    this.#changed();
  }

  /** Passes over what the backend asked of Dwolla before this page was opened. */
  async listen(): Promise<void> {
    await this.#dwollaCalls();
  }

  /** Writes the record down, without credentials, for the document that comes after the way back. */
  keep(): void {
    remember('calls', withoutSecrets(this.calls));
  }

  /** Goes on where `keep` left off. */
  resume(): void {
    const kept = recall('calls');
    // Written by this page; the worst that an edited record can do is to look odd.
    if (Array.isArray(kept)) this.calls = kept as readonly BackendCall[];
  }

  #begin(method: string, path: string, request: unknown): number {
    const id = (this.calls.at(-1)?.id ?? 0) + 1;
    const call = { id, at: Date.now(), method, path, status: null, milliseconds: 0, request, response: null };
    this.calls = [...this.calls, { ...call, dwolla: [] }];
    this.#changed();
    return id;
  }

  #finish(id: number, answer: Partial<BackendCall>): void {
    this.calls = this.calls.map((call) => (call.id === id ? { ...call, ...answer } : call));
    this.#changed();
  }

  /** What the backend has asked of Dwolla since the last time; nothing where it does not tell. */
  async #dwollaCalls(): Promise<readonly DwollaCall[]> {
    if (!this.#listening) return [];
    const response = await fetch(`/api/dwolla-calls?after=${this.#heard}`).catch(() => null);
    if (!response?.ok) {
      this.#listening = false;
      return [];
    }
    const { calls, last } = fieldsOf(await jsonOf(response));
    if (typeof last === 'number') this.#heard = last;
    return Array.isArray(calls) ? calls.map(dwollaCall) : [];
  }
}

function dwollaCall(value: unknown): DwollaCall {
  const { method, path, status, request = null, response = null, webhook = null } = fieldsOf(value);
  return {
    webhook: typeof webhook === 'string' ? webhook : null,
    method: String(method),
    path: String(path),
    status: Number(status),
    request,
    response,
  };
}

/** An address of this page's own origin without the origin. */
function shortened(address: string): string {
  const url = new URL(address, location.href);
  return url.origin === location.origin ? `${url.pathname}${url.search}` : address;
}

function postOf(body: unknown): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text === '' ? null : text;
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  return parsed(await response.text());
}
