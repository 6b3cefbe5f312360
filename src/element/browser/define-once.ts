/**
 * Defines an element; a second copy of it is ignored, and the console says so. On a server there is no document, and nothing
 * to define. Lit puts a registry there all the same.
 * @returns whether it is defined now as this copy
 */
export function defineOnce(
  tag: string,
  element: CustomElementConstructor & { readonly version: string },
): boolean {
  if (typeof document === 'undefined' || !(globalThis.customElements as object | undefined)) return false;
  const isFirst = !customElements.get(tag);
  if (isFirst) customElements.define(tag, element);
  else console.warn(`<${tag}> is defined already: this copy (${element.version}) is ignored. Load it once.`);
  return isFirst;
}
