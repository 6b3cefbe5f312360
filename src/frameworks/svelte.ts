/** The entry point for Svelte 5: defines the element, and types its attributes, properties and events in templates. */
import '../element/define.js';
import type { HTMLAttributes } from 'svelte/elements';
import type { DwollaAddFundingSource } from '../add-funding-source/add-funding-source.js';
import type { DwollaExchangeLink } from '../element/dwolla-exchange-link.js';
import type { AddFundingSourceAttributes, AddFundingSourceListeners } from './funding-settings.js';
import type { ExchangeLinkAttributes, ExchangeLinkListeners } from '../element/settings.js';

type Tag = HTMLAttributes<DwollaExchangeLink> & ExchangeLinkAttributes & ExchangeLinkListeners;
/** Its types alone: `import 'dwolla-exchange-link/add-funding-source'` defines it. */
type FundingTag = HTMLAttributes<DwollaAddFundingSource> &
  AddFundingSourceAttributes &
  AddFundingSourceListeners;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'dwolla-exchange-link': Tag;
    'dwolla-add-funding-source': FundingTag;
  }
}
