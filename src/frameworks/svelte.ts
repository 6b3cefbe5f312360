/** The door for Svelte 5: defines the element, and tells templates its attributes, properties and events. */
import '../define.js';
import type { HTMLAttributes } from 'svelte/elements';
import type { DwollaExchangeLink } from '../dwolla-exchange-link.js';
import type { ExchangeLinkAttributes, ExchangeLinkListeners } from './settings.js';

type Tag = HTMLAttributes<DwollaExchangeLink> & ExchangeLinkAttributes & ExchangeLinkListeners;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'dwolla-exchange-link': Tag;
  }
}
