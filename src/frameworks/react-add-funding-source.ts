import { forwardRef, createElement, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { DetailedHTMLProps, ForwardRefExoticComponent, HTMLAttributes, RefAttributes } from 'react';
import type { DwollaAddFundingSource } from '../add-funding-source/add-funding-source.js';
import type { AddFundingSourceEventMap, outcomeEvent } from '../add-funding-source/events.js';
import type { FundingSourceOutcome } from '../add-funding-source/outcome.js';
import type {
  AddFundingSourceAttributes,
  AddFundingSourceListeners,
  AddFundingSourceProperties,
} from './funding-settings.js';

/** The element's events by the name of the callback that takes them. */
const events = {
  onState: 'funding-source-state',
  onAdded: 'funding-source-added',
  onReauthenticated: 'exchange-reauthenticated',
  onExit: 'funding-source-exit',
  onError: 'funding-source-error',
} as const satisfies Readonly<Record<string, keyof AddFundingSourceEventMap>>;

const callbackNames = Object.keys(events) as (keyof typeof events)[];

/** Properties that no attribute can hold. */
const objects = ['client', 'cardholder'] as const;
const isObject = (name: string): boolean => (objects as readonly string[]).includes(name);

type Callbacks = {
  [Name in keyof typeof events]?:
    ((event: AddFundingSourceEventMap[(typeof events)[Name]]) => void) | undefined;
};

/** What `AddFundingSource` takes: the element's properties, a callback for each of its events, and what any tag takes. */
export type AddFundingSourceProps = AddFundingSourceProperties &
  Callbacks &
  Omit<HTMLAttributes<DwollaAddFundingSource>, keyof AddFundingSourceProperties | keyof Callbacks>;

/** Outcomes that a callback was called with. */
const reported = new WeakSet<FundingSourceOutcome>();

// React 18 warns of a layout effect on a server, where none is run.
const useBrowserEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/** The element's code, fetched when the first component is there: apps without one never load it. */
const load = async (): Promise<{ readonly outcomeEvent: typeof outcomeEvent }> => {
  const [loaded] = await Promise.all([
    import('../add-funding-source/events.js'),
    import('../add-funding-source/define.js'),
  ]);
  return loaded;
};

/**
 * `<dwolla-add-funding-source>` as a React component. Callbacks get the element's events (`event.detail`), and may be new
 * functions at every rendering. The `ref` is the element, with `open()`, `close()` and `reload()`. Its code is fetched
 * when the component is mounted.
 */
export const AddFundingSource: ForwardRefExoticComponent<
  AddFundingSourceProps & RefAttributes<DwollaAddFundingSource>
> = forwardRef<DwollaAddFundingSource, AddFundingSourceProps>(function AddFundingSource(props, forwarded) {
  const element = useRef<DwollaAddFundingSource>(null);
  const latest = useRef<AddFundingSourceProps>({});

  useBrowserEffect(() => {
    for (const name of objects)
      if (element.current && props[name] !== latest.current[name])
        Object.assign(element.current, { [name]: props[name] ?? null });
    latest.current = props;
  });
  useBrowserEffect(() => {
    const tag = element.current;
    if (!tag) return undefined;
    const listening = new AbortController();
    const report = (event: Event): void => {
      if (tag.outcome) reported.add(tag.outcome);
      for (const name of callbackNames)
        // Every callback takes the event that it is listed with above.
        if (events[name] === event.type)
          (latest.current[name] as ((event: Event) => void) | undefined)?.(event);
    };
    for (const name of callbackNames) tag.addEventListener(events[name], report, listening);
    // In a page from a server the element may have ended before React was there.
    void load().then((loaded) => {
      const outcome = listening.signal.aborted ? null : tag.outcome;
      if (outcome && !reported.has(outcome)) report(loaded.outcomeEvent(outcome));
    });
    return () => listening.abort();
  }, []);
  useImperativeHandle<DwollaAddFundingSource | null, DwollaAddFundingSource | null>(
    forwarded,
    () => element.current,
    [],
  );

  const { backendUrl, accountName, checkoutPublicKey, successUrl, className, ...rest } = props;
  const written = Object.entries(rest).filter(([name]) => !(name in events) && !isObject(name));
  return createElement('dwolla-add-funding-source', {
    ...Object.fromEntries(written),
    'backend-url': backendUrl,
    'account-name': accountName,
    'checkout-public-key': checkoutPublicKey,
    'success-url': successUrl,
    class: className,
    // The element sets its `state` before React takes over what a server has rendered.
    suppressHydrationWarning: true,
    ref: element,
  });
});

type Tag = DetailedHTMLProps<HTMLAttributes<DwollaAddFundingSource>, DwollaAddFundingSource> &
  AddFundingSourceAttributes &
  AddFundingSourceListeners;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'dwolla-add-funding-source': Tag;
    }
  }
}
