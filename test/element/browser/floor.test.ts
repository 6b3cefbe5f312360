import { expect } from '@open-wc/testing';
import { partnerNames } from '../../../src/element/partners/registry.js';
import { innerEnd, openInnerPage, visitInnerPage } from '../../support/inner-page.js';

/**
 * APIs that the oldest browsers promised do not have, or not all pages; with a script that takes each away. Those that the
 * built files use come from `test/package/floor.test.ts`, the others are what a change would reach for next.
 */
const younger: Readonly<Record<string, string>> = {
  'AbortSignal.any': 'delete AbortSignal.any',
  'AbortSignal.timeout': 'delete AbortSignal.timeout',
  'Array.fromAsync': 'delete Array.fromAsync',
  'CustomStateSet, which refuses names without dashes': `CustomStateSet?.prototype && (CustomStateSet.prototype.add = (name) => {
    if (!name.startsWith('--')) throw new DOMException('Refused.', 'SyntaxError'); })`,
  'Element.ariaLive': 'delete Element.prototype.ariaLive',
  'Element.checkVisibility': 'delete Element.prototype.checkVisibility',
  'Element.moveBefore': 'delete Element.prototype.moveBefore; delete Document.prototype.moveBefore',
  'Element.setHTMLUnsafe': 'delete Element.prototype.setHTMLUnsafe',
  'ElementInternals.states': 'delete ElementInternals.prototype.states; delete window.CustomStateSet',
  'HTMLElement.attachInternals': 'delete HTMLElement.prototype.attachInternals',
  'HTMLElement.popover': 'delete HTMLElement.prototype.popover; delete HTMLElement.prototype.showPopover',
  'Object.groupBy': 'delete Object.groupBy; delete Map.groupBy',
  'Promise.withResolvers': 'delete Promise.withResolvers; delete Promise.try',
  'URL.canParse': 'delete URL.canParse; delete URL.parse',
  'Window.IntersectionObserver': 'delete window.IntersectionObserver',
  'Window.navigation': 'delete window.navigation; delete Window.prototype.navigation',
  'Window.scheduler': 'delete window.scheduler; delete Window.prototype.scheduler',
  'Window.trustedTypes': 'delete window.trustedTypes; delete Window.prototype.trustedTypes',
  'array methods of 2023': `for (const name of ['toSorted', 'toReversed', 'toSpliced', 'with', 'findLast', 'findLastIndex'])
    delete Array.prototype[name]`,
  'crypto.randomUUID, which only secure pages have': 'delete Crypto.prototype.randomUUID',
  'document.prerendering': 'delete Document.prototype.prerendering',
  'iterator helpers':
    "for (const name of ['map', 'filter', 'find', 'toArray']) delete globalThis.Iterator?.prototype?.[name]",
  'navigator.userActivation': 'delete Navigator.prototype.userActivation',
  'set methods of 2024':
    "for (const name of ['union', 'difference', 'isSubsetOf']) delete Set.prototype[name]",
  structuredClone: 'delete window.structuredClone',
  'text methods of 2023': 'delete String.prototype.isWellFormed; delete String.prototype.toWellFormed',
  requestIdleCallback: 'delete window.requestIdleCallback',
};

async function visitAll(script: string): Promise<readonly string[]> {
  const page = await openInnerPage(script);
  const visits = await visitInnerPage(page, partnerNames);
  expect(page.uncaught).to.equal(undefined);
  return visits.map(({ events }) => events.map(({ type }) => type).pop() ?? '');
}

const usual = partnerNames.map(innerEnd);

describe('a browser as old as the README promises', () => {
  for (const [name, script] of Object.entries(younger))
    it(`every partner goes to its end without ${name}`, async () => {
      expect(await visitAll(script)).to.deep.equal(usual);
    });

  it('every partner goes to its end without all of them', async () => {
    expect(await visitAll(Object.values(younger).join(';\n'))).to.deep.equal(usual);
  });
});
