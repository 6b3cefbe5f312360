import type { DwollaAddFundingSource } from '../add-funding-source/add-funding-source.js';
import type { AddFundingSourceEventMap } from '../add-funding-source/events.js';
import type { ExchangeLinkEventMap } from '../element/events.js';

/** The properties that a page may set, under the names that the class gives them. */
type Setting =
  | 'backendUrl'
  | 'client'
  | 'partner'
  | 'exchange'
  | 'accountName'
  | 'cardholder'
  | 'checkoutPublicKey'
  | 'locale'
  | 'launch'
  | 'timeout'
  | 'successUrl';

/** Attributes that are not spelt like their property. */
interface Respelt {
  backendUrl: 'backend-url';
  accountName: 'account-name';
  checkoutPublicKey: 'checkout-public-key';
  successUrl: 'success-url';
}

type Spelling<Name> = Name extends keyof Respelt ? Respelt[Name] : Name;

/** All of them optional. A mapping of this form keeps the docstrings of the class. */
type Settable<Type> = {
  [Name in keyof Type as Name extends Setting ? Name : never]?: Type[Name] | undefined;
};

/** What a page may set on the element, by property: `backendUrl`, `cardholder`, … */
export type AddFundingSourceProperties = Settable<DwollaAddFundingSource>;

/** What a page may write on the tag: attributes under their own names, and the two objects as properties. */
export type AddFundingSourceAttributes = {
  [Name in keyof AddFundingSourceProperties as Spelling<Name>]?: AddFundingSourceProperties[Name];
};

/** The element's own events, and those of `<dwolla-exchange-link>` that bubble through it. */
export type AddFundingSourceEvents = AddFundingSourceEventMap & ExchangeLinkEventMap;

/**
 * Listeners by the name that React 19, Preact, Svelte and Solid give them.
 * @typeParam Prefix what stands before the event's name: `on`, or `on:` in Solid
 */
export type AddFundingSourceListeners<Prefix extends string = 'on'> = {
  [Name in keyof AddFundingSourceEvents as `${Prefix}${Name}`]?:
    ((event: AddFundingSourceEvents[Name]) => void) | undefined;
};
