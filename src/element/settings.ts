import type { DwollaExchangeLink } from './dwolla-exchange-link.js';
import type { ExchangeLinkEventMap } from './events.js';

/** The properties that a page may set, under the names that the class gives them. */
type Setting =
  | 'sessionUrl'
  | 'session'
  | 'getSession'
  | 'fetchSession'
  | 'credentials'
  | 'partner'
  | 'launch'
  | 'reauth'
  | 'checkoutPublicKey'
  | 'timeout'
  | 'locale';

/** Attributes that are not spelt like their property. */
interface Respelt {
  sessionUrl: 'session-url';
  checkoutPublicKey: 'checkout-public-key';
}

type Spelling<Name> = Name extends keyof Respelt ? Respelt[Name] : Name;

/** All of them optional. A mapping of this form keeps the docstrings of the class. */
type Settable<Type> = {
  [Name in keyof Type as Name extends Setting ? Name : never]?: Type[Name] | undefined;
};

/** What a page may set on the element, by property: `sessionUrl`, `getSession`, … */
export type ExchangeLinkProperties = Settable<DwollaExchangeLink>;

/**
 * What a page may write on the tag: attributes under their own names (`session-url`), and the three that are objects or
 * functions as properties. An attribute is there in HTML from a server too, where a property's name would mean nothing.
 */
export type ExchangeLinkAttributes = {
  [Name in keyof ExchangeLinkProperties as Spelling<Name>]?: ExchangeLinkProperties[Name];
};

/**
 * Listeners by the name that React 19, Preact, Svelte and Solid give them.
 * @typeParam Prefix prefix of the event's name: `on`, or `on:` in Solid
 */
export type ExchangeLinkListeners<Prefix extends string = 'on'> = {
  [Name in keyof ExchangeLinkEventMap as `${Prefix}${Name}`]?:
    ((event: ExchangeLinkEventMap[Name]) => void) | undefined;
};
