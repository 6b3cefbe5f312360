/** The entry point for Vue 3: defines the element, and types its attributes, properties and events in templates. */
import '../element/define.js';
import type { HTMLAttributes, ReservedProps } from 'vue';
import type { ExchangeLinkEventMap } from '../element/events.js';
import type { AddFundingSourceEvents, AddFundingSourceProperties } from './funding-settings.js';
import type { ExchangeLinkProperties } from '../element/settings.js';

type CamelCase<Name> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name extends string
    ? Name
    : never;

/** Vue's name for the listener of `@exchange-success` is `onExchangeSuccess`. */
type Listeners<Events> = {
  [Name in keyof Events & string as `on${Capitalize<CamelCase<Name>>}`]?:
    ((event: Events[Name]) => void) | undefined;
};

/** A component in the eyes of a template, which takes `session-url` and `sessionUrl` for the same. */
type Tag = new () => {
  $props: ExchangeLinkProperties & Listeners<ExchangeLinkEventMap> & HTMLAttributes & ReservedProps;
};

/** Its types alone: `import 'dwolla-exchange-link/add-funding-source'` defines it. */
type FundingTag = new () => {
  $props: AddFundingSourceProperties & Listeners<AddFundingSourceEvents> & HTMLAttributes & ReservedProps;
};

declare module 'vue' {
  interface GlobalComponents {
    'dwolla-exchange-link': Tag;
    'dwolla-add-funding-source': FundingTag;
  }
  interface HTMLAttributes {
    /** HTML's own attribute, for what replaces a view of the element; Vue's types leave it out. */
    slot?: string | undefined;
  }
}
