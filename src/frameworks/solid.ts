/** The door for Solid: defines the element, and tells JSX its attributes, properties and events. */
import '../define.js';
import type { JSX } from 'solid-js';
import type { DwollaExchangeLink } from '../dwolla-exchange-link.js';
import type { ExchangeLinkAttributes, ExchangeLinkListeners } from './settings.js';

type Tag = JSX.HTMLAttributes<DwollaExchangeLink> & ExchangeLinkAttributes & ExchangeLinkListeners<'on:'>;

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'dwolla-exchange-link': Tag;
    }
  }
}
