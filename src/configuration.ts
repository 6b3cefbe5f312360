import type { PartnerName } from './partners/registry.js';
import type { ExchangeLinkTexts } from './localization/texts.js';

/** Where a partner is found and how it looks, when that differs from the partner's own production. */
export interface PartnerConfiguration {
  /** Origins (`http://localhost:4010`) whose links are this partner's too, added to the built-in hosts. */
  readonly hosts?: readonly string[] | undefined;
  /** The partner's script, https or on this machine. */
  readonly scriptUrl?: string | undefined;
  /** Checkout Flow's own option of that name; wins over the element's custom properties. */
  readonly appearance?: Readonly<Record<string, unknown>> | undefined;
  /** Checkout Flow's own option of that name. */
  readonly translations?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  /** Checkout Flow's own option of that name; functions in it are ignored. */
  readonly componentOptions?: Readonly<Record<string, unknown>> | undefined;
}

/** What `DwollaExchangeLink.configure()` takes. Counts from the next attempt on. */
export interface ExchangeLinkConfiguration {
  readonly partners?: Readonly<Partial<Record<PartnerName, PartnerConfiguration>>> | undefined;
  /** Texts by BCP 47 tag, over the built-in ones; a new tag is a new language. */
  readonly texts?: Readonly<Record<string, Partial<ExchangeLinkTexts>>> | undefined;
  /** Tells every step in the console, without secrets. */
  readonly debug?: boolean | undefined;
}

interface Configuration {
  partners: Partial<Record<PartnerName, PartnerConfiguration>>;
  /** By tag in small letters. */
  texts: Record<string, Partial<ExchangeLinkTexts>>;
}

/** What is in force on this page. */
export const configuration: Configuration = { partners: {}, texts: {} };

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$|\.localhost$/;

function checkUrl(value: string, mayBeHttp: (url: URL) => boolean): URL {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && mayBeHttp(url))) return url;
  throw new TypeError('configure(): scriptUrl must be https or loopback, hosts http(s) origins.');
}

/**
 * Merges into what is in force: per partner and per language, so that one call does not undo another.
 * @throws TypeError for a `scriptUrl` or a host that could not be trusted; nothing is changed then
 */
export function configure({ partners = {}, texts = {} }: ExchangeLinkConfiguration): void {
  const merged = { ...configuration.partners };
  for (const name of Object.keys(partners) as PartnerName[]) {
    const { hosts, scriptUrl } = partners[name] ?? {};
    if (typeof scriptUrl === 'string') checkUrl(scriptUrl, ({ hostname }) => loopback.test(hostname));
    merged[name] = {
      ...merged[name],
      ...partners[name],
      ...(hosts && { hosts: hosts.map((host) => checkUrl(host, () => true).origin) }),
    };
  }
  configuration.partners = merged;
  for (const [tag, some] of Object.entries(texts)) {
    const locale = tag.toLowerCase();
    configuration.texts[locale] = { ...configuration.texts[locale], ...some };
  }
}
