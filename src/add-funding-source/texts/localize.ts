import { bare, loadLanguage, localize } from '../../element/shared.js';
import { texts as english } from './funding-en.js';
import type { FundingSourceTexts } from './texts.js';

/** English is here from the start, and is the fallback where another language cannot be fetched. */
const languages: Record<string, Readonly<Record<string, string>>> = bare({ en: { ...english } });

/** Adds the English sentences of code that came later. */
export function addEnglish(texts: Readonly<Record<string, string>>): void {
  languages['en'] = { ...languages['en'], ...texts };
}

const loaders: Readonly<Record<string, () => Promise<{ readonly texts: FundingSourceTexts }>>> = bare({
  es: () => import('./funding-es.js'),
  fr: () => import('./funding-fr.js'),
});

/** Fetches what is shown in a language: the sentences of this element and those of `<dwolla-exchange-link>`. Never rejects. */
export async function loadTexts(locale: string): Promise<void> {
  const language = locale.toLowerCase().split('-')[0] ?? '';
  const own = async (): Promise<void> => {
    const loaded = languages[language] ? null : await loaders[language]?.();
    if (loaded) languages[language] = { ...loaded.texts };
  };
  await Promise.all([loadLanguage(locale), own().catch(() => undefined)]);
}

/** A sentence in the user's language: the host's, ours, English. `partner` stands for `{partner}`. */
export const sentence = (locale: string, key: string, partner = ''): string =>
  localize(locale, key, partner, languages);
