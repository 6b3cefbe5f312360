/* The page of the tests of the React component; bundled with React 18 or 19, for a browser or for a server. */
import { createElement, createRef, StrictMode, type ReactNode } from 'react';
import type { DwollaExchangeLink } from '../../../src/element/dwolla-exchange-link.js';
import { ExchangeLink, type ExchangeLinkProps } from '../../../src/frameworks/react.js';

/** A callback that was called: by its name, with the event's type and detail, and what was set by then. */
export interface Called {
  readonly name: string;
  readonly type: string;
  readonly detail: unknown;
  readonly rendering: number;
}

export const called: Called[] = [];
export const ref = createRef<DwollaExchangeLink>();

const names = [
  'onState',
  'onReady',
  'onOpening',
  'onOpen',
  'onActivity',
  'onSuccess',
  'onExit',
  'onError',
] as const;

/** The component with a new callback of every kind, as an application renders it. */
export function app(settings: ExchangeLinkProps, rendering: number): ReactNode {
  const note =
    (name: string) =>
    ({ type, detail }: CustomEvent<unknown>): void => {
      called.push({ name, type, detail, rendering });
    };
  const callbacks = Object.fromEntries(names.map((name) => [name, note(name)])) as ExchangeLinkProps;
  const mark = createElement('p', { slot: 'success' }, 'Thank you.');
  return createElement(
    StrictMode,
    null,
    createElement(ExchangeLink, { ...callbacks, ...settings, ref }, mark),
  );
}
