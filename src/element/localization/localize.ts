import { configuration } from '../configuration.js';
import { bare } from '../browser/own.js';
import { english } from './en.js';
import type { ExchangeLinkTexts } from './texts.js';

type Texts = Readonly<Record<string, string | undefined>>;

const builtIn: Record<string, ExchangeLinkTexts> = bare({ en: english });
const loaders: Record<string, () => Promise<{ texts: ExchangeLinkTexts }>> = bare({
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
});

const fetched: Record<string, Promise<{ texts: ExchangeLinkTexts }> | undefined> = bare({});

const own = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
const languageOf = (locale: string): string => locale.toLowerCase().split('-')[0] ?? '';

/** Fetches the texts of a language that is not here yet, once for all elements. Never rejects: English is the fallback. */
export async function loadLanguage(locale: string): Promise<void> {
  const language = languageOf(locale);
  try {
    const texts = await (fetched[language] ??= loaders[language]?.());
    if (texts) builtIn[language] = texts.texts;
  } catch {
    // The next element to ask tries again.
    fetched[language] = undefined;
  }
}

/** The language that sentences for a locale come out in, as a BCP 47 tag: English until that one is here. */
export const shownLanguage = (locale: string): string =>
  locale.toLowerCase() in configuration.texts ||
  languageOf(locale) in configuration.texts ||
  languageOf(locale) in builtIn
    ? locale
    : 'en';

/**
 * A sentence in the user's language: the host's for the exact tag, the host's for the language, the built-in one,
 * English.
 * @param partnerTexts texts that only one partner shows, by language
 */
export function localize(
  locale: string,
  key: string,
  partner: string,
  partnerTexts: Readonly<Record<string, Texts | undefined>> = bare({}),
): string {
  const { texts } = configuration;
  const language = languageOf(locale);
  const sources: readonly (Texts | undefined)[] = [
    texts[locale.toLowerCase()],
    texts[language],
    own(partnerTexts, language),
    builtIn[language],
    own(partnerTexts, 'en'),
    english,
  ];
  const sentence = sources.map((source) => source && own(source, key)).find(Boolean) ?? '';
  return sentence.replaceAll('{partner}', partner);
}
