/**
 * The languages Checkout Flow has texts for, in Checkout.com's own spelling.
 * @see https://www.checkout.com/docs/payments/accept-payments/accept-a-payment-on-your-website/add-localization-to-your-flow-integration
 */
const flowLocales =
  'ar bg cs da-DK de el en es fi fil fr hi hu id it ja ko-kr lt ms nb nl no pl pt ro ru sv th vi zh zh-hk zh-TW'.split(
    ' ',
  );

/** Languages that Flow knows under another tag. */
const aliases: readonly (readonly [pattern: RegExp, locale: string])[] = [
  [/^zh-(hant-)?(hk|mo)\b/, 'zh-hk'],
  [/^zh-(hant|tw)\b/, 'zh-TW'],
  [/^nn\b/, 'nb'],
  [/^tl\b/, 'fil'],
];

/**
 * The locale to pass to Flow: an exact tag, else its language. A language that Flow does not know stays as it is where
 * the host brings translations for it, else it becomes English.
 * @param tag BCP 47 tag
 * @param translated tags for which the host has set `translations`
 */
export function flowLocale(tag: string, translated: readonly string[]): string {
  const wanted = tag.toLowerCase().replaceAll('_', '-');
  const [language = ''] = wanted.split('-');
  const own = translated.find((known) => known.toLowerCase() === wanted);
  return (
    own ??
    flowLocales.find((known) => known.toLowerCase() === wanted) ??
    aliases.find(([pattern]) => pattern.test(wanted))?.[1] ??
    flowLocales.find((known) => known.split('-')[0] === language) ??
    'en'
  );
}
