import { expect } from '@open-wc/testing';
import { partnerNames, type PartnerName } from '../../src/element/partners/registry.js';
import type { ExchangeErrorDetail } from '../../src/element/flow/outcome.js';
import { settled, until } from '../support/exchange-link.js';
import { innerEnd, InnerVisit, openInnerPage, type InnerPage } from '../support/inner-page.js';

/** Hidden from Lit these leave it nothing to show a view with. */
const neededByLit = ['createComment', 'createElement', 'createTextNode', 'importNode'];

/** Every other member of the document. */
function otherMembers(): string[] {
  const names: string[] = [];
  for (const name in Document.prototype) if (!neededByLit.includes(name)) names.push(name);
  return names;
}

/** Puts images of these names on a page, and then the element. */
function begin(page: InnerPage, partner: PartnerName, names: readonly string[]): InnerVisit {
  const { document } = page;
  const visit = new InnerVisit(page, partner);
  const images = names.map((name) => {
    const image = document.createElement('img');
    image.setAttribute('name', name);
    return image;
  });
  document.body.append(...images, visit.link);
  return visit;
}

describe('elements named like members of document', () => {
  for (const name of neededByLit)
    it(`without its ${name}, Lit can show nothing, and an error says who hides it`, async () => {
      const page = await openInnerPage();
      const visit = begin(page, 'plaid', [name]);
      await until(() => visit.link.outcome, 'an outcome');
      await settled();

      const { link } = visit;
      expect(visit.events.map(({ type }) => type)).to.deep.equal(['exchange-error']);
      const { code, retryable, message } = link.outcome!.detail as ExchangeErrorDetail;
      expect([code, retryable]).to.deep.equal(['partner-error', false]);
      expect(message).to.match(new RegExp(`named ${name} hide`));
      expect(link.shadowRoot?.textContent).to.contain('Please contact support.');
      expect(page.uncaught).to.equal(undefined);
    });

  for (const partner of partnerNames)
    it(`${partner} goes on with every other member hidden`, async () => {
      const names = otherMembers();
      const wanted = ['prerendering', 'querySelectorAll', 'head', 'addEventListener'];
      expect(names).to.include.members(wanted.filter((name) => name in document));
      const page = await openInnerPage();
      const visit = begin(page, partner, names);
      expect(page.document.getElementById).to.be.instanceOf(page.HTMLImageElement);

      await visit.finish();
      await settled();

      expect(visit.events.map(({ type }) => type).pop()).to.equal(innerEnd(partner));
      expect(page.uncaught).to.equal(undefined);
    });
});
