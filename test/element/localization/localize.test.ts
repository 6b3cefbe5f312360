import { expect } from '@open-wc/testing';
import { configure } from '../../../src/element/configuration.js';
import { english } from '../../../src/element/localization/en.js';
import { texts as spanish } from '../../../src/element/localization/es.js';
import { texts as french } from '../../../src/element/localization/fr.js';
import { loadLanguage, localize, shownLanguage } from '../../../src/element/localization/localize.js';
import '../../support/exchange-link.js';

const placeholders = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort();

describe('the sentences', () => {
  for (const [name, texts] of Object.entries({ Spanish: spanish, French: french })) {
    it(`${name} has every sentence that English has, and no other`, () => {
      expect(Object.keys(texts).sort()).to.deep.equal(Object.keys(english).sort());
      for (const [key, sentence] of Object.entries(texts)) expect(sentence, key).not.to.equal('');
    });
    it(`${name} speaks of the partner where English does, or leaves it out`, () => {
      for (const [key, sentence] of Object.entries(texts))
        for (const placeholder of placeholders(sentence))
          expect(placeholders(english[key] ?? ''), key).to.contain(placeholder);
    });
  }
});

describe('localize: a sentence in the user’s language', () => {
  it('English is the fallback until another language is loaded, and for one that nobody speaks', () => {
    expect(localize('fr-CA', 'retry', 'Plaid')).to.equal(english.retry);
    expect(localize('tlh', 'retry', 'Plaid')).to.equal(english.retry);
    expect(localize('', 'retry', 'Plaid')).to.equal(english.retry);
  });

  it('another language comes when it has been fetched, for all its regions', async () => {
    await Promise.all([loadLanguage('es-MX'), loadLanguage('es')]);
    expect(localize('es-419', 'retry', 'Plaid')).to.equal(spanish.retry);
    expect(localize('ES', 'retry', 'Plaid')).to.equal(spanish.retry);
  });

  it('has nothing to fetch for English or for a language that is not there', async () => {
    for (const locale of ['en', 'en-US', 'de', '', 'x']) await loadLanguage(locale);
    expect(localize('de', 'retry', 'Plaid')).to.equal(english.retry);
  });

  it('puts the partner’s name in, wherever it is spoken of', () => {
    configure({ texts: { en: { ready: '{partner}, yes: {partner}' } } });
    expect(localize('en', 'ready', 'Plaid')).to.equal('Plaid, yes: Plaid');
  });

  it('the host’s words come first: for the exact tag, then for the language', () => {
    configure({ texts: { en: { start: 'Language' }, 'en-GB': { start: 'Tag' } } });
    expect(localize('en-GB', 'start', 'Plaid')).to.equal('Tag');
    // Tags are the same in capitals and in small letters.
    expect(localize('EN-gb', 'start', 'Plaid')).to.equal('Tag');
    expect(localize('en-US', 'start', 'Plaid')).to.equal('Language');
    expect(localize('en', 'start', 'Plaid')).to.equal('Language');
  });

  it('what the host does not say is said by the element', () => {
    configure({ texts: { en: { start: 'Go' } } });
    expect(localize('en', 'retry', 'Plaid')).to.equal(english.retry);
  });

  it('a language of the host’s own falls back to English, sentence by sentence', () => {
    configure({ texts: { de: { start: 'Weiter mit {partner}' } } });
    expect(localize('de-AT', 'start', 'MX')).to.equal('Weiter mit MX');
    expect(localize('de-AT', 'retry', 'MX')).to.equal(english.retry);
  });

  it('a partner’s own texts stand between the host’s and the element’s', () => {
    const texts = { en: { pay: 'Save card' }, es: { pay: 'Guardar tarjeta' } };
    expect(localize('es', 'pay', '', texts)).to.equal('Guardar tarjeta');
    expect(localize('fr', 'pay', '', texts)).to.equal('Save card');
    configure({ texts: { es: { pay: 'Guardar' } } });
    expect(localize('es', 'pay', '', texts)).to.equal('Guardar');
  });
});

describe('shownLanguage: the language that sentences come out in', () => {
  it('is English until the texts of another one are there', async () => {
    // Of this page's own languages the one that no other test here has fetched.
    expect(shownLanguage('fr-CA')).to.equal('en');
    const loading = loadLanguage('fr-CA');
    expect(shownLanguage('fr-CA')).to.equal('en');
    await loading;
    expect(shownLanguage('fr-CA')).to.equal('fr-CA');
    expect(localize('fr-CA', 'retry', 'Plaid')).to.equal(french.retry);
  });

  const cases: [string, string][] = [
    ['en', 'en'],
    ['en-US', 'en'],
    ['es', 'es'],
    ['es-MX', 'es-MX'],
    ['fr-CA', 'fr-CA'],
    ['de', 'en'],
    ['tlh', 'en'],
    ['', 'en'],
  ];
  for (const [locale, language] of cases)
    it(`${JSON.stringify(locale)}: ${language}`, () => {
      expect(shownLanguage(locale).split('-')[0]).to.equal(language.split('-')[0]);
    });
  it('counts the languages that the host has added', () => {
    configure({ texts: { de: { start: 'Los' }, 'pt-BR': { start: 'Ir' } } });
    expect(shownLanguage('de-AT')).to.equal('de-AT');
    expect(shownLanguage('pt-BR')).to.equal('pt-BR');
    expect(shownLanguage('pt-br')).to.equal('pt-br');
    expect(shownLanguage('pt-PT')).to.equal('en');
  });
});
