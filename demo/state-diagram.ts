import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { ExchangeState } from './exchange-link.js';

type Place = readonly [column: number, row: number];
type Layout = Readonly<Record<ExchangeState, Place>>;

/** Ways from state to state that a flow usually takes. */
const ways: readonly (readonly [ExchangeState, ExchangeState])[] = [
  ['idle', 'loading'],
  ['loading', 'ready'],
  ['ready', 'opening'],
  ['opening', 'open'],
  ['opening', 'redirecting'],
  ['open', 'success'],
  ['open', 'exited'],
  ['open', 'error'],
  ['redirecting', 'success'],
  ['redirecting', 'exited'],
  ['redirecting', 'error'],
];

/** Side by side where there is room for six columns, else from top to bottom. */
const wide: Layout = {
  idle: [0, 1],
  loading: [1, 1],
  ready: [2, 1],
  opening: [3, 1],
  open: [4, 0.5],
  redirecting: [4, 1.5],
  success: [5, 0],
  exited: [5, 1],
  error: [5, 2],
};
const narrow: Layout = {
  idle: [0, 0],
  loading: [1, 0],
  ready: [2, 0],
  opening: [1, 1],
  open: [0.45, 2],
  redirecting: [1.55, 2],
  success: [0, 3],
  exited: [1, 3],
  error: [2, 3],
};

const box = { width: 82, height: 30 };

/**
 * Where the element is, and the way it came.
 * @param trail the states of this attempt, newest last
 */
export function stateDiagram(trail: readonly ExchangeState[]): TemplateResult {
  const now = trail.at(-1) ?? 'idle';
  const label = `State diagram. The element is in ${now}; it came through ${trail.slice(0, -1).join(', ') || 'nothing yet'}.`;
  return html`<figure class="diagram" role="img" aria-label=${label}>
    ${drawing('diagram-wide', wide, [102, 42], false, trail)}
    ${drawing('diagram-narrow', narrow, [104, 58], true, trail)}
  </figure>`;
}

function drawing(
  name: string,
  layout: Layout,
  [columnWidth, rowHeight]: Place,
  downwards: boolean,
  trail: readonly ExchangeState[],
): TemplateResult {
  const places = Object.values(layout);
  const width = Math.max(...places.map(([column]) => column)) * columnWidth + box.width + 4;
  const height = Math.max(...places.map(([, row]) => row)) * rowHeight + box.height + 4;
  const corner = ([column, row]: Place): Place => [column * columnWidth + 2, row * rowHeight + 2];
  return html`<svg class=${name} viewBox="0 0 ${width} ${height}" aria-hidden="true">
    ${waysWith(trail).map((way) => line(way, layout, corner, downwards, trail))}
    ${(Object.keys(layout) as ExchangeState[]).map((state) => node(state, corner(layout[state]), trail))}
  </svg>`;
}

/** The usual ways, and those that this attempt took besides (an error while loading). */
function waysWith(trail: readonly ExchangeState[]): typeof ways {
  const taken = trail.flatMap((state, index) => {
    const next = trail[index + 1];
    return next === undefined ? [] : [[state, next] as const];
  });
  const isUsual = ([from, to]: (typeof ways)[number]): boolean =>
    ways.some(([start, end]) => start === from && end === to);
  return [...ways, ...taken.filter((way) => !isUsual(way))];
}

function line(
  [from, to]: readonly [ExchangeState, ExchangeState],
  layout: Layout,
  corner: (place: Place) => Place,
  downwards: boolean,
  trail: readonly ExchangeState[],
): SVGTemplateResult {
  const [x1, y1] = corner(layout[from]);
  const [x2, y2] = corner(layout[to]);
  const sideways = !downwards || y1 === y2;
  const halfWidth = box.width / 2;
  const halfHeight = box.height / 2;
  const start: Place = sideways ? [x1 + box.width, y1 + halfHeight] : [x1 + halfWidth, y1 + box.height];
  const end: Place = sideways ? [x2, y2 + halfHeight] : [x2 + halfWidth, y2];
  const bend = sideways ? (end[0] - start[0]) / 2 : (end[1] - start[1]) / 2;
  const control = sideways
    ? `${start[0] + bend} ${start[1]}, ${end[0] - bend} ${end[1]}`
    : `${start[0]} ${start[1] + bend}, ${end[0]} ${end[1] - bend}`;
  const taken = trail.some((state, index) => state === from && trail[index + 1] === to);
  return svg`<path class=${taken ? 'way way-taken' : 'way'} d="M ${start.join(' ')} C ${control}, ${end.join(' ')}"></path>`;
}

function node(state: ExchangeState, [x, y]: Place, trail: readonly ExchangeState[]): SVGTemplateResult {
  const standing = trail.at(-1) === state ? 'node-now' : trail.includes(state) ? 'node-passed' : '';
  return svg`<g class="node node-${state} ${standing}">
    <rect x=${x} y=${y} width=${box.width} height=${box.height} rx="9"></rect>
    <text x=${x + box.width / 2} y=${y + box.height / 2}>${state}</text>
  </g>`;
}
