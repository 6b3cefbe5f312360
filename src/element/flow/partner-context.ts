import { configuration } from '../configuration.js';
import { bare } from '../browser/own.js';
import { scriptUrlOf, trustScript } from './script-policy.js';
import { ExchangeLinkError } from '../errors.js';
import { makeSlotContainer, markOwn } from './own-nodes.js';
import type { MountContext, PartnerContext, PartnerTexts } from '../partners/partner.js';
import type { PartnerName } from '../partners/registry.js';
import { atEnd } from '../browser/abort.js';

/** What partners get from the element. */
export interface PartnerSurroundings extends HTMLElement {
  readonly checkoutPublicKey: string;
  /** BCP 47 tag of the texts. */
  readonly shownLocale: string;
  readonly text: (key: string, texts?: PartnerTexts) => string;
  /** Puts a partner's frame into the shadow tree. */
  readonly showFrame: (frame: HTMLIFrameElement) => void;
}

/** What every step of a partner gets. Without an element (`preload`) there is nothing to put on a script. */
export const partnerContext = (
  partner: PartnerName,
  signal: AbortSignal,
  element?: PartnerSurroundings,
): PartnerContext => ({
  signal,
  configuration: configuration.partners[partner] ?? bare({}),
  scriptUrl: scriptUrlOf(partner),
  trustScript,
  nonce: element?.nonce ?? '',
  checkoutPublicKey: element?.checkoutPublicKey ?? '',
  error: (code, message, fields) => new ExchangeLinkError(code, message, fields),
});

type Given = Pick<
  MountContext<object>,
  | 'returnUrl'
  | 'timeout'
  | 'showAction'
  | 'opened'
  | 'redirecting'
  | 'activity'
  | 'reportLastError'
  | 'settle'
  | 'lost'
>;

/** What showing a partner's UI gets. Whatever the partner reports after the attempt is over goes nowhere. */
export function mountContext(
  partner: PartnerName,
  signal: AbortSignal,
  element: PartnerSurroundings,
  given: Given,
): MountContext<object> {
  const whileWanted = Object.entries(given).map(([name, value]) => [
    name,
    value instanceof Function
      ? (...parameters: unknown[]): unknown =>
          signal.aborted || (value as (...all: unknown[]) => unknown)(...parameters)
      : value,
  ]);
  return {
    ...partnerContext(partner, signal, element),
    fail: (code, message, fields) => {
      if (!signal.aborted)
        given.settle({ type: 'error', error: new ExchangeLinkError(code, message, fields) });
    },
    // As they were, but for what happens after the end.
    ...(Object.fromEntries(whileWanted) as Given),
    element,
    locale: element.shownLocale,
    text: element.text,
    showFrame: element.showFrame,
    markOwn,
    makeSlotContainer: () => {
      const container = makeSlotContainer(element, signal, () => signal.aborted || given.lost());
      atEnd(signal, () => container.remove());
      return container;
    },
  };
}
