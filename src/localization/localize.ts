import { configuration } from '../configuration.js';
import { english } from './en.js';
import type { ExchangeLinkTexts } from './texts.js';

type Texts = Readonly<Record<string, string | undefined>>;

const builtIn: Record<string, ExchangeLinkTexts> = { en: english };
// A language that did not load is asked for once; English stands in.
const loaders: Record<string, () => Promise<{ texts: ExchangeLinkTexts }>> = {
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
};

const languageOf = (locale: string): string => locale.toLowerCase().split('-')[0] ?? '';

/**
 * Fetches the texts of a language that is not here yet. Never rejects.
 * @returns whether there is something new to show
 */
export async function loadLanguage(locale: string): Promise<boolean> {
  const language = languageOf(locale);
  const load = loaders[language];
  if (!load || builtIn[language]) return false;
  builtIn[language] = english;
  try {
    builtIn[language] = (await load()).texts;
    return true;
  } catch {
    return false;
  }
}

/** The language that sentences for a locale come out in, as a BCP 47 tag. */
export const shownLanguage = (locale: string): string =>
  locale in configuration.texts || languageOf(locale) in configuration.texts || languageOf(locale) in loaders
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
  partnerTexts: Readonly<Record<string, Texts | undefined>> = {},
): string {
  const { texts } = configuration;
  const language = languageOf(locale);
  const sources: readonly (Texts | undefined)[] = [
    texts[locale],
    texts[language],
    partnerTexts[language],
    builtIn[language],
    partnerTexts['en'],
    english,
  ];
  const sentence = sources.find((source) => source?.[key])?.[key] ?? '';
  return sentence.replaceAll('{partner}', partner);
}
