import { ofDocument } from '../browser/document.js';

/** Moves the focus for the user, and never against them: who has gone elsewhere on the page stays there. */
export interface Focus {
  /**
   * Something is about to go from the page that may have the focus.
   * @param isPressed the user has pressed something of the element's own, which browsers do not all focus
   * @returns whether the focus is ours to move
   */
  readonly keep: (isPressed?: boolean) => boolean;
  /** Moves it to where the user goes on, if it is ours to move: into the partner's UI, or at the end to the sentence. */
  readonly move: (root: ParentNode, isOpen: boolean, isOver: boolean) => void;
}

/** Whether something is shown, also where `checkVisibility()` is missing: Safari before 17.4, jsdom. */
const isVisible = (element: Element): boolean =>
  (element.checkVisibility as (() => boolean) | undefined)?.call(element) ??
  element.getClientRects().length > 0;

export function makeFocus(element: HTMLElement): Focus {
  // The user pressed something here, or was in something that went.
  let isOurs = false;
  // It was moved into the partner's UI that is open, where it is the user's again.
  let isInside = false;

  /** What has the focus, with the shadow trees around the element looked into. */
  const find = (): Element | null => {
    let focused = ofDocument('activeElement');
    while (!element.contains(focused) && focused?.shadowRoot?.activeElement)
      focused = focused.shadowRoot.activeElement;
    return focused;
  };

  return {
    keep: (isPressed) => {
      if (isPressed || element.contains(find())) {
        isOurs = true;
        isInside = false;
      }
      return isOurs;
    },
    move: (root, isOpen, isOver) => {
      const focused = find();
      isInside &&= isOpen;
      // While waiting, it is moved only from nowhere, or from what is not shown any more. A frame that is not in here is a
      // partner's window over the page.
      const isSettled = isOpen || isOver;
      const isFree =
        focused === ofDocument('body') ||
        (element.contains(focused)
          ? isSettled || !focused || !isVisible(focused)
          : isSettled && focused?.tagName === 'IFRAME');
      if (!isOurs || isInside || !isFree) return;
      // The inner one of each, unless the partner has no frame of ours, or the host a view of its own.
      const places = isOpen ? '.partner, [part=frame]' : '[part=container], [part=message]';
      const place = [...root.querySelectorAll<HTMLElement>(places)].filter(isVisible).pop();
      place?.focus();
      isInside = isOpen && !!place;
      isOurs = !isOver;
    },
  };
}
