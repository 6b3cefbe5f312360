/**
 * The entry point for React: the component `ExchangeLink` (React 18 and 19, also on a server), and what JSX has to know of the
 * bare tag, which React 19 can do without the component.
 */
import '../element/define.js';

export { AddFundingSource, type AddFundingSourceProps } from './react-add-funding-source.js';

import { forwardRef, createElement, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { DetailedHTMLProps, ForwardRefExoticComponent, HTMLAttributes, RefAttributes } from 'react';
import type { DwollaExchangeLink } from '../element/dwolla-exchange-link.js';
import { terminalEvent, type ExchangeLinkEventMap } from '../element/events.js';
import type { ExchangeOutcome } from '../element/flow/outcome.js';
import type {
  ExchangeLinkAttributes,
  ExchangeLinkListeners,
  ExchangeLinkProperties,
} from '../element/settings.js';

/** The element's events by the name of the callback that takes them. */
const events = {
  onState: 'exchange-state',
  onReady: 'exchange-ready',
  onOpening: 'exchange-opening',
  onOpen: 'exchange-open',
  onActivity: 'exchange-activity',
  onSuccess: 'exchange-success',
  onExit: 'exchange-exit',
  onError: 'exchange-error',
} as const satisfies Readonly<Record<string, keyof ExchangeLinkEventMap>>;

const callbackNames = Object.keys(events) as (keyof typeof events)[];

/** Properties that no attribute can hold. */
const objects = ['session', 'getSession', 'fetchSession'] as const;
const isObject = (name: string): boolean => (objects as readonly string[]).includes(name);

type Callbacks = {
  [Name in keyof typeof events]?: ((event: ExchangeLinkEventMap[(typeof events)[Name]]) => void) | undefined;
};

/** What `ExchangeLink` takes: the element's properties, a callback for each of its events, and what any tag takes. */
export type ExchangeLinkProps = ExchangeLinkProperties &
  Callbacks &
  Omit<HTMLAttributes<DwollaExchangeLink>, keyof ExchangeLinkProperties | keyof Callbacks>;

/** Outcomes that a callback was called with. One of a return may be shown by several elements, each in another's place. */
const reported = new WeakSet<ExchangeOutcome>();

// React 18 warns of a layout effect on a server, where none is run.
const useBrowserEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/**
 * `<dwolla-exchange-link>` as a React component. Callbacks get the element's events (`event.detail`), and may be new
 * functions at every rendering. The `ref` is the element, with `open()`, `close()` and `reload()`.
 *
 * In a server-rendered page the element is upgraded before React hydrates, and a return may already have its outcome. The
 * callback of that outcome is still called, once, after hydration: also where React has replaced the element that had it.
 */
export const ExchangeLink: ForwardRefExoticComponent<ExchangeLinkProps & RefAttributes<DwollaExchangeLink>> =
  forwardRef<DwollaExchangeLink, ExchangeLinkProps>(function ExchangeLink(props, forwarded) {
    const element = useRef<DwollaExchangeLink>(null);
    const latest = useRef<ExchangeLinkProps>({});

    // What is set here is taken together with the attributes: the element looks after this task only.
    useBrowserEffect(() => {
      for (const name of objects)
        if (element.current && props[name] !== latest.current[name])
          Object.assign(element.current, { [name]: props[name] ?? null });
      latest.current = props;
    });
    useBrowserEffect(() => {
      const link = element.current;
      if (!link) return undefined;
      const listening = new AbortController();
      const report = (event: Event): void => {
        if (link.outcome) reported.add(link.outcome);
        for (const name of callbackNames)
          // Every callback takes the event that it is listed with above.
          if (events[name] === event.type)
            (latest.current[name] as ((event: Event) => void) | undefined)?.(event);
      };
      for (const name of callbackNames) link.addEventListener(events[name], report, listening);
      const reportEarlier = (): void => {
        const { outcome } = link;
        if (outcome && !reported.has(outcome) && !listening.signal.aborted) report(terminalEvent(outcome));
      };
      reportEarlier();
      // An element that replaces another one shows the outcome of a return after it was connected.
      void link.updateComplete.then(reportEarlier);
      return () => listening.abort();
    }, []);
    useImperativeHandle<DwollaExchangeLink | null, DwollaExchangeLink | null>(
      forwarded,
      () => element.current,
      [],
    );

    const { sessionUrl, checkoutPublicKey, reauth, className, ...rest } = props;
    const written = Object.entries(rest).filter(([name]) => !(name in events) && !isObject(name));
    return createElement('dwolla-exchange-link', {
      ...Object.fromEntries(written),
      'session-url': sessionUrl,
      'checkout-public-key': checkoutPublicKey,
      // React 18 would write "false", which in HTML means true, and an attribute `classname`.
      reauth: reauth ? '' : undefined,
      class: className,
      // The element sets its `state` before React takes over what a server has rendered.
      suppressHydrationWarning: true,
      ref: element,
    });
  });

type Tag = DetailedHTMLProps<HTMLAttributes<DwollaExchangeLink>, DwollaExchangeLink> &
  ExchangeLinkAttributes &
  ExchangeLinkListeners;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'dwolla-exchange-link': Tag;
    }
  }
}
