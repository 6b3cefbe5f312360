/**
 * For sites with one script tag on every page: fetches an element's file when its first tag comes into the document, now
 * or later. The files lie beside this one.
 */
const waiting = new Set(['dwolla-exchange-link', 'dwolla-add-funding-source']);
const observer = new MutationObserver(look);

function look(): void {
  for (const tag of waiting) {
    if (!document.querySelector(tag)) continue;
    waiting.delete(tag);
    if (customElements.get(tag)) continue;
    import(/* @vite-ignore */ new URL(`./${tag}.js`, import.meta.url).href).catch((error: unknown) => {
      console.error(`<${tag}> could not be fetched: serve ${tag}.js beside autoload.js.`, error);
      // The next change of the document tries again.
      waiting.add(tag);
    });
  }
  if (waiting.size === 0) observer.disconnect();
}

look();
observer.observe(document, { childList: true, subtree: true });
