import { atEnd } from '../browser/abort.js';
import { ofDocument } from '../browser/document.js';
import { bare } from '../browser/own.js';

/**
 * The mark of what this package puts into the page's own tree, and of an element that has ended. A snapshot of the page
 * keeps it, and not the life in it.
 */
export const mark = 'data-dwolla-exchange-link';
const made = new WeakSet<Element>();

/** Marks an element as made by this document. */
export function markOwn(element: Element): void {
  made.add(element);
  element.setAttribute(mark, '');
}

/** Takes off what no element of this document made: what a snapshot of the page has brought back, dead. */
export function removeStrays(element: Element): void {
  for (const found of [...ofDocument('querySelectorAll')(`iframe[${mark}]`), ...element.children])
    if (!made.has(found) && (found.hasAttribute(mark) || found.slot === 'stage')) found.remove();
}

/** A child of the element in the page's own tree, for a partner's UI that needs it. */
export function makeSlotContainer(element: HTMLElement, signal: AbortSignal, lost: () => void): HTMLElement {
  const container = ofDocument('createElement')('div');
  container.slot = 'stage';
  markOwn(container);
  removeStrays(element);
  element.append(container);
  // Put back elsewhere it is lost as well: frames in it were loaded anew.
  const observer = new MutationObserver((records) => {
    if (records.some(({ removedNodes }) => [...removedNodes].includes(container))) lost();
  });
  observer.observe(element, bare({ childList: true }));
  atEnd(signal, () => observer.disconnect());
  return container;
}
