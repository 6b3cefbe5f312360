/** The `lang` in force at an element, across shadow roots; '' where none is set. */
export function inheritedLanguage(element: Element): string {
  const owner = element.closest('[lang]');
  if (owner) return owner.getAttribute('lang') ?? '';
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? inheritedLanguage(root.host) : '';
}
