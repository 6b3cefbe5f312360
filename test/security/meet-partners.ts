import { expect } from '@open-wc/testing';
import { afterwards } from '../support/exchange-link.js';
import { Fakes, type Manners, type Showing } from './one-outcome/fakes.js';

const well: Manners = { plaid: 'well', checkout: 'well', popups: 'open', scripts: 'there' };

/** The partners on this page, behaving as told, until the test is over. @returns what of them was shown so far */
export function meetPartners(manners: Partial<Manners> = {}): readonly Showing[] {
  const fakes = new Fakes(
    { ...well, ...manners },
    { onStart: () => undefined, onBroken: (what) => expect.fail(what) },
  );
  fakes.install();
  afterwards(() => fakes.uninstall());
  return fakes.showings;
}
