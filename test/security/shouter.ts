import { afterwards, until } from '../support/exchange-link.js';
import { otherOrigin } from '../support/framed.js';
import { show } from './any-message.js';

const { pathname } = new URL('shouter.html', import.meta.url);

/** The page that says anything, under the other origin or under this one. */
export const shouterAt = (origin: string, name: string): string => `${origin}${pathname}?name=${name}`;
export const shouterLink = (name = 'partner'): string => shouterAt(otherOrigin, name);

interface Report {
  readonly source: MessageEventSource | null;
  readonly shouter: string;
  readonly at?: string;
}

/** Hears what the pages tell of themselves. Made before they are. */
export class Shouters {
  readonly #reports: Report[] = [];

  constructor() {
    const hear = ({ source, data }: MessageEvent): void => {
      if (Object(data) === data && 'shouter' in data)
        this.#reports.push({ ...(data as Omit<Report, 'source'>), source });
    };
    addEventListener('message', hear);
    afterwards(() => removeEventListener('message', hear));
  }

  /** Resolves with the window of the page of that name (and origin) when it has loaded. */
  async loaded(url: string): Promise<Window> {
    await until(() => this.#find(url), `${url} to load`);
    return this.#find(url)!.source as Window;
  }

  /** Has a page say something, and resolves when the outermost page has had the chance to hear it. */
  async say(page: Window, message: unknown): Promise<void> {
    const said = (): number =>
      this.#reports.filter(({ source, shouter }) => source === page && shouter === 'said').length;
    const before = said();
    page.postMessage({ order: 'say', message }, '*');
    // What it says last may be the end of it.
    await until(() => said() > before || page.closed, `a page to say ${show(message)}`);
  }

  #find(url: string): Report | undefined {
    return this.#reports.find(({ shouter, at }) => shouter === 'loaded' && at === url);
  }
}
