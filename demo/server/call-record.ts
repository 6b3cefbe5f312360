/** One call of the backend to Dwolla, or a webhook of Dwolla's, as the page shows it. */
export interface DwollaCall {
  /** The topic of a webhook that Dwolla sent; absent for what the backend asked. */
  readonly webhook?: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The parsed JSON, or null where there was none. */
  readonly request: unknown;
  readonly response: unknown;
}

/** More are of no use to a page. */
const most = 200;

/** The last calls for one user, numbered from 1. */
export class CallRecord {
  #calls: readonly DwollaCall[] = [];
  #last = 0;

  add(call: DwollaCall): void {
    this.#last += 1;
    this.#calls = [...this.#calls, call].slice(-most);
  }

  /** The calls with a higher number, and the number of the last one. */
  after(number: number): { calls: readonly DwollaCall[]; last: number } {
    const newer = Math.max(0, this.#last - number);
    return { calls: newer === 0 ? [] : this.#calls.slice(-newer), last: this.#last };
  }
}

/**
 * A `fetch` that tells of every call, without the header fields, where the key and the tokens are. The calls for a token
 * are left out altogether: their answer is one.
 * @param send what carries them
 */
export function recordedFetch(tell: (call: DwollaCall) => void, send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await send(input, init);
    const { method, url } =
      input instanceof Request ? input : { method: init?.method ?? 'GET', url: String(input) };
    const { pathname, search } = new URL(url);
    if (pathname !== '/token') {
      const sent = typeof init?.body === 'string' ? parsed(init.body) : null;
      const answer = parsed(await response.clone().text());
      tell({
        method,
        path: `${pathname}${search}`,
        status: response.status,
        request: sent,
        response: answer,
      });
    }
    return response;
  };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}
