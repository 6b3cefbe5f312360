/** The entry point for Solid: defines the element, and types its attributes, properties and events in JSX. */
import '../element/define.js';
import type { JSX } from 'solid-js';
import type { DwollaAddFundingSource } from '../add-funding-source/add-funding-source.js';
import type { DwollaExchangeLink } from '../element/dwolla-exchange-link.js';
import type { AddFundingSourceAttributes, AddFundingSourceListeners } from './funding-settings.js';
import type { ExchangeLinkAttributes, ExchangeLinkListeners } from '../element/settings.js';

type Tag = JSX.HTMLAttributes<DwollaExchangeLink> & ExchangeLinkAttributes & ExchangeLinkListeners<'on:'>;
/** Its types alone: `import 'dwolla-exchange-link/add-funding-source'` defines it. */
type FundingTag = JSX.HTMLAttributes<DwollaAddFundingSource> &
  AddFundingSourceAttributes &
  AddFundingSourceListeners<'on:'>;

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'dwolla-exchange-link': Tag;
      'dwolla-add-funding-source': FundingTag;
    }
  }
}
