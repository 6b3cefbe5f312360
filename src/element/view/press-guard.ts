import { bare } from '../browser/own.js';

const doublePress = 500; // ms

/** Makes a listener for the presses on the control of that name. */
export type Press = (control: string, onPress: () => void) => EventListenerObject;

/**
 * Ignores the second half of a double press: a control that has just taken another one's
 * place ignores presses for a moment. One guard per element.
 * @param pressed is called before what a press does
 */
export function makePressGuard(pressed: () => void): Press {
  let last = '';
  let at = -doublePress;
  // Lit passes the listener as its own options, too: of a function they would be those of the page's prototypes.
  return (control, onPress) =>
    bare({
      handleEvent: () => {
        const now = performance.now();
        if (control !== last && now - at < doublePress) return;
        last = control;
        at = now;
        pressed();
        onPress();
      },
    });
}
