const doublePress = 500; // ms

/**
 * Ignores the second half of a double press: a control that has just taken another one's
 * place ignores presses for a moment. One guard per element.
 * @returns whether a press on the control of that name counts
 */
export function makePressGuard(): (control: string) => boolean {
  let last = '';
  let at = -doublePress;
  return (control) => {
    const now = performance.now();
    if (control !== last && now - at < doublePress) return false;
    last = control;
    at = now;
    return true;
  };
}
