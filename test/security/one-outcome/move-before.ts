/** What not every browser has yet. */
export interface MovesNodes {
  readonly moveBefore: (node: Node, before: Node | null) => void;
}

/** Firefox loads a frame in a shadow tree anew, whatever moves it: there `moveBefore()` is a move like any other. */
export const framesSurviveMoveBefore = ((): boolean => {
  const [place, host] = [document.createElement('div'), document.createElement('div')];
  const frame = document.createElement('iframe');
  host.attachShadow({ mode: 'open' }).append(frame);
  document.body.append(place, host);
  const before = frame.contentWindow;
  (place as Partial<MovesNodes>).moveBefore?.(host, null);
  const survives = frame.contentWindow === before;
  place.remove();
  host.remove();
  return survives;
})();
