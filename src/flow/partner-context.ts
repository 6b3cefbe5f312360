import { configuration } from '../configuration.js';
import { ExchangeLinkError } from '../errors.js';
import type { MountContext, PartnerContext, PartnerTexts } from '../partners/partner.js';
import type { PartnerName } from '../partners/registry.js';

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
  configuration: configuration.partners[partner] ?? {},
  nonce: element?.nonce ?? '',
  checkoutPublicKey: element?.checkoutPublicKey ?? '',
  error: (code, message, fields) => new ExchangeLinkError(code, message, fields),
});

type Reports = Pick<MountContext<object>, 'offer' | 'opened' | 'activity' | 'trouble' | 'settle'>;

/** What showing a partner's UI gets. Whatever the partner reports after the attempt is over goes nowhere. */
export function mountContext(
  partner: PartnerName,
  signal: AbortSignal,
  element: PartnerSurroundings,
  returnUrl: string | null,
  reports: Reports,
): MountContext<object> {
  const whileWanted =
    <Args extends unknown[]>(report: (...args: Args) => void) =>
    (...args: Args): void => {
      if (!signal.aborted) report(...args);
    };
  return {
    ...partnerContext(partner, signal, element),
    element,
    locale: element.shownLocale,
    returnUrl,
    text: element.text,
    showFrame: element.showFrame,
    makeStage: () => {
      const stage = element.ownerDocument.createElement('div');
      stage.slot = 'stage';
      element.append(stage);
      signal.addEventListener('abort', () => stage.remove(), { once: true });
      return stage;
    },
    offer: whileWanted(reports.offer),
    opened: whileWanted(reports.opened),
    activity: whileWanted(reports.activity),
    trouble: whileWanted(reports.trouble),
    settle: whileWanted(reports.settle),
  };
}
