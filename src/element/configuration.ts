import type { PartnerConfiguration } from './partners/partner.js';
import { partnerNames, type PartnerName } from './partners/registry.js';
import { bare, isObject, ownFields, plainCopy, type Fields } from './browser/own.js';
import { parseUrl } from './browser/parse-url.js';
import type { ExchangeLinkTexts } from './localization/texts.js';

/** What `DwollaExchangeLink.configure()` takes. Counts from the next attempt on. */
export interface ExchangeLinkConfiguration {
  readonly partners?: Readonly<Partial<Record<PartnerName, PartnerConfiguration>>> | undefined;
  /** Texts by BCP 47 tag, over the built-in ones; a new tag is a new language. */
  readonly texts?: Readonly<Record<string, Partial<ExchangeLinkTexts>>> | undefined;
  /** Logs every step to the console, without secrets. */
  readonly debug?: boolean | undefined;
}

interface Configuration {
  partners: Partial<Record<PartnerName, PartnerConfiguration>>;
  /** By tag in small letters. */
  texts: Record<string, Partial<ExchangeLinkTexts>>;
}

/** What is in force on this page. Without prototypes, at every level that is looked things up in. */
export const configuration: Configuration = bare({ partners: bare({}), texts: bare({}) });

const optionNames = ['hosts', 'scriptUrl', 'appearance', 'translations', 'componentOptions'];
const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$|\.localhost$/;
/** Whether a host is this machine. */
export const isLoopback = (hostname: string): boolean => loopback.test(hostname);

/** Whether a page may be pointed at a script: https, or this machine. */
export const mayBeScript = (value: unknown): value is string => {
  const url = typeof value === 'string' ? parseUrl(value) : null;
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
};

/** The origin of an http(s) URL, or null. */
function originOf(value: unknown): string | null {
  const url = typeof value === 'string' ? parseUrl(value) : null;
  return url && /^https?:$/.test(url.protocol) ? url.origin : null;
}

const refuse = (message: string): never => {
  throw new TypeError(`configure(): ${message}`);
};

/** An object's own fields, all of them known. */
function readKnown(value: unknown, place: string, known: readonly string[]): Fields {
  if (!isObject(value)) refuse(`${place} must be an object.`);
  const fields = ownFields(value);
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`${place} has no "${unknown}": use ${known.join(', ')}.`);
  return fields;
}

function readPartner(value: unknown, place: string): PartnerConfiguration {
  const { hosts, scriptUrl, ...flowOptions } = readKnown(value, place, optionNames);
  if (scriptUrl !== undefined && !mayBeScript(scriptUrl))
    refuse(`${place}.scriptUrl must be a string, https or loopback.`);
  const origins = Array.isArray(hosts) ? [...(hosts as unknown[])].map(originOf) : null;
  if (hosts !== undefined && (!origins || origins.includes(null)))
    refuse(`${place}.hosts must be a list of http(s) origins.`);
  return {
    // Of Flow's options only plain data counts: its callbacks are the element's.
    ...(plainCopy(flowOptions) as PartnerConfiguration),
    ...(scriptUrl !== undefined && { scriptUrl: scriptUrl as string }),
    ...(origins && { hosts: origins as string[] }),
  };
}

function readTexts(value: unknown, place: string): Partial<ExchangeLinkTexts> {
  if (!isObject(value)) refuse(`${place} must be an object.`);
  const texts = ownFields(value);
  for (const [key, text] of Object.entries(texts))
    if (typeof (text ?? '') !== 'string') refuse(`${place}.${key} must be a string.`);
  return texts as Partial<ExchangeLinkTexts>;
}

/**
 * Merges into what is in force: per partner and per language, so that one call does not undo another. Own properties
 * count, nothing inherited.
 * @returns whether `debug` was asked for
 * @throws TypeError for an unknown name, a `scriptUrl` or a host that cannot be trusted; nothing is changed then
 */
export function configure(config: ExchangeLinkConfiguration): boolean {
  const {
    partners = {},
    texts = {},
    debug,
  } = readKnown(config, 'the configuration', ['partners', 'texts', 'debug']);
  const mergedPartners = bare({ ...configuration.partners });
  const named = readKnown(partners, 'partners', partnerNames);
  for (const name of Object.keys(named) as PartnerName[])
    mergedPartners[name] = bare({
      ...mergedPartners[name],
      ...readPartner(named[name] ?? {}, `partners.${name}`),
    });
  if (!isObject(texts)) refuse('texts must be an object.');
  const mergedTexts = bare({ ...configuration.texts });
  for (const [tag, some] of Object.entries(ownFields(texts))) {
    const locale = tag.toLowerCase();
    mergedTexts[locale] = bare({ ...mergedTexts[locale], ...readTexts(some ?? {}, `texts.${tag}`) });
  }
  configuration.partners = mergedPartners;
  configuration.texts = mergedTexts;
  return !!debug;
}
