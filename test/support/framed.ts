import { DwollaExchangeLink } from '../../src/element/dwolla-exchange-link.js';
import type { PartnerName } from '../../src/element/partners/registry.js';
import { afterwards, until, type Watched } from './exchange-link.js';

/** This test server by its other name: another origin, as every partner's page is. */
export const otherOrigin = location.origin.replace(/\/\/(localhost|127\.0\.0\.1)/, (_, host: string) =>
  host === 'localhost' ? '//127.0.0.1' : '//localhost',
);

/** The partner's page under the other origin. `name` makes one link differ from another. */
export const frameLink = (name = 'one'): string =>
  `${otherOrigin}${new URL('frame.html', import.meta.url).pathname}?session=${name}`;

/** Counts the other origin among a partner's own. */
export function trustOtherOrigin(partner: PartnerName): void {
  DwollaExchangeLink.configure({ partners: { [partner]: { hosts: [otherOrigin] } } });
}

/** What a partner's page has heard or has to say of itself. */
export interface Heard {
  readonly heard: unknown;
  readonly from?: string;
  readonly referrer?: string;
  readonly at?: string;
}

// From the start, so that no word is missed that comes before somebody asks for it.
const reported: { readonly source: MessageEventSource | null; readonly data: Heard }[] = [];
addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
  if (typeof data === 'object' && data !== null && 'heard' in data) reported.push({ source, data: data });
});

let echoes = 0;

/** A frame with the partner's page in it. */
export class PartnerPage {
  readonly frame: HTMLIFrameElement;
  readonly #window: Window | null;

  constructor(frame: HTMLIFrameElement) {
    this.frame = frame;
    this.#window = frame.contentWindow;
  }

  /** All that it has heard or told of itself so far. */
  get heard(): readonly Heard[] {
    return reported.filter(({ source }) => source === this.#window).map(({ data }) => data);
  }

  /** Has the page say things to its parent, in one breath, and waits until the parent has had the chance to hear them. */
  async say(...messages: readonly unknown[]): Promise<void> {
    const echo = `echo ${++echoes}`;
    this.#order({ order: 'say', messages });
    // Messages between two windows keep their order: when this one has come back, those before have been heard.
    this.#order(echo);
    await until(
      () => this.heard.some(({ heard }) => heard === echo) || !this.frame.isConnected,
      `the page to say ${JSON.stringify(messages)}`,
    );
  }

  /** Has the page navigate itself. */
  async go(url: string): Promise<void> {
    this.#order({ order: 'go', url });
    await until(() => this.heard.some(({ at }) => at?.startsWith(`${url}#`)), `the frame to be at ${url}`);
  }

  #order(order: unknown): void {
    this.frame.contentWindow?.postMessage(order, '*');
  }
}

/** Resolves with the partner's page when the element has put it into its frame and it has loaded. */
export async function partnerPage(watched: Watched): Promise<PartnerPage> {
  await until(() => watched.part('frame') !== null, `a frame; so far: ${watched.story.join(', ')}`);
  const page = new PartnerPage(watched.part('frame') as HTMLIFrameElement);
  await until(() => page.heard.length > 0, 'the frame to load');
  return page;
}

/** The partner's page in a frame of the host's own, as a hostile neighbour would have it. */
export async function neighbourPage(url: string): Promise<PartnerPage> {
  const frame = document.createElement('iframe');
  frame.src = url;
  document.body.append(frame);
  afterwards(() => frame.remove());
  const page = new PartnerPage(frame);
  await until(() => page.heard.length > 0, 'the neighbour to load');
  return page;
}
