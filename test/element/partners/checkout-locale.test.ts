import { expect } from '@open-wc/testing';
import { flowLocale } from '../../../src/element/partners/checkout-locale.js';

describe('the locale that Checkout Flow gets', () => {
  const cases: [tag: string, translated: string[], locale: string][] = [
    ['es', [], 'es'],
    ['es-MX', [], 'es'],
    ['es-US', [], 'es'],
    ['es_US', [], 'es'],
    ['ES-419', [], 'es'],
    ['en-US', [], 'en'],
    ['fr-CA', [], 'fr'],
    ['pt-BR', [], 'pt'],
    ['da', [], 'da-DK'],
    ['da-dk', [], 'da-DK'],
    ['ko', [], 'ko-kr'],
    ['zh', [], 'zh'],
    ['zh-CN', [], 'zh'],
    ['zh-Hans-SG', [], 'zh'],
    ['zh-Hant', [], 'zh-TW'],
    ['zh-TW', [], 'zh-TW'],
    ['zh-HK', [], 'zh-hk'],
    ['zh-Hant-HK', [], 'zh-hk'],
    ['nn-NO', [], 'nb'],
    ['no', [], 'no'],
    ['tl-PH', [], 'fil'],
    ['eo', [], 'en'],
    ['', [], 'en'],
    ['eo', ['eo'], 'eo'],
    ['es-MX', ['es-MX'], 'es-MX'],
    ['es-mx', ['es-MX'], 'es-MX'],
    ['es-MX', ['fr'], 'es'],
  ];
  for (const [tag, translated, locale] of cases)
    it(`${tag || 'no tag'}${translated.length ? ` with translations for ${translated.join()}` : ''}: ${locale}`, () =>
      expect(flowLocale(tag, translated)).to.equal(locale));
});
