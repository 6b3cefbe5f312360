/** Puts the page back as it was remembered. */
export interface RestorePage {
  (): void;
  /** Undoes only what Link leaves behind: the scroll lock, its id on `<html>`, its frame. */
  unlock: () => void;
}

const frames = (): HTMLIFrameElement[] => [
  ...document.querySelectorAll<HTMLIFrameElement>('iframe[id^="plaid-link-iframe-"]'),
];

/**
 * Remembers what Link changes on the page outside its own frame: it locks the body's scrolling and, on phones, swaps
 * the id of `<html>` and scrolls to the top. Destroying a handler does not always give it back.
 */
export function rememberPage(): RestorePage {
  const { documentElement: root, body } = document;
  const hadId = root.hasAttribute('id');
  const { id } = root;
  const { overflow } = body.style;
  const { scrollX, scrollY } = window;
  const before = frames();

  const restore: RestorePage = () => {
    restore.unlock();
    if (window.scrollX !== scrollX || window.scrollY !== scrollY)
      scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
  };
  restore.unlock = () => {
    for (const frame of frames()) if (!before.includes(frame)) frame.remove();
    if (body.style.overflow === 'hidden') body.style.overflow = overflow;
    if (!root.id || root.id === 'plaid-link-temporary-id') {
      if (hadId) root.id = id;
      else root.removeAttribute('id');
    }
  };
  return restore;
}
