/** The door for Preact: defines the element, and tells JSX its attributes and events. */
import '../define.js';
import type { HTMLAttributes } from 'preact';
import type { DwollaExchangeLink } from '../dwolla-exchange-link.js';
import type { ExchangeLinkAttributes, ExchangeLinkListeners } from './settings.js';

type Tag = HTMLAttributes<DwollaExchangeLink> & ExchangeLinkAttributes & ExchangeLinkListeners;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'dwolla-exchange-link': Tag;
    }
  }
}
