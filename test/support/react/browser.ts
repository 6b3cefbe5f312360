import { version } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import type { ExchangeLinkConfiguration } from '../../../src/element/configuration.js';
import type { DwollaExchangeLink } from '../../../src/element/dwolla-exchange-link.js';
import { app, called, ref } from './page.js';
import type { ExchangeLinkProps } from '../../../src/frameworks/react.js';

let root: Root | null = null;
let renderings = 0;
const place = (): Element => document.querySelector('#app') ?? document.body;

/** What a test does with the page. */
const reactPage = {
  version,
  called,
  ref,
  /** How often the page was asked for a session. */
  asked: 0,
  configure(configuration: ExchangeLinkConfiguration): void {
    const element = customElements.get('dwolla-exchange-link') as typeof DwollaExchangeLink | undefined;
    element?.configure(configuration);
  },
  render(settings: ExchangeLinkProps): void {
    root ??= createRoot(place());
    root.render(app(settings, ++renderings));
  },
  hydrate(settings: ExchangeLinkProps): void {
    root = hydrateRoot(place(), app(settings, ++renderings));
  },
  unmount(): void {
    root?.unmount();
  },
};
export type ReactPage = typeof reactPage;

Object.assign(window, { reactPage });
