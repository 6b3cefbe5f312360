/** The entry point for Preact: defines the element, and types its attributes and events in JSX. */
import '../element/define.js';
import type { HTMLAttributes } from 'preact';
import type { DwollaAddFundingSource } from '../add-funding-source/add-funding-source.js';
import type { DwollaExchangeLink } from '../element/dwolla-exchange-link.js';
import type { AddFundingSourceAttributes, AddFundingSourceListeners } from './funding-settings.js';
import type { ExchangeLinkAttributes, ExchangeLinkListeners } from '../element/settings.js';

type Tag = HTMLAttributes<DwollaExchangeLink> & ExchangeLinkAttributes & ExchangeLinkListeners;
/** Its types alone: `import 'dwolla-exchange-link/add-funding-source'` defines it. */
type FundingTag = HTMLAttributes<DwollaAddFundingSource> &
  AddFundingSourceAttributes &
  AddFundingSourceListeners;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'dwolla-exchange-link': Tag;
      'dwolla-add-funding-source': FundingTag;
    }
  }
}
