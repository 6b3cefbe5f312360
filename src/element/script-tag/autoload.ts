import { ofDocument } from '../browser/document.js';

/**
 * For sites with one script tag on every page: fetches an element's file when its first tag comes into the document, now
 * or later. The files lie beside this one.
 */
function autoload(): void {
  const waiting = new Set(['dwolla-exchange-link', 'dwolla-add-funding-source']);
  const look = (): void => {
    for (const tag of waiting) {
      if (!ofDocument('querySelector')(tag)) continue;
      waiting.delete(tag);
      if (customElements.get(tag)) continue;
      import(/* @vite-ignore */ `./${tag}.js`).catch((error: unknown) => {
        console.error(`<${tag}> could not be fetched: serve ${tag}.js beside autoload.js.`, error);
        // The next change of the document tries again.
        waiting.add(tag);
      });
    }
  };
  look();
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

// On a server there is nothing to look at.
if (typeof document !== 'undefined') autoload();

export {};
