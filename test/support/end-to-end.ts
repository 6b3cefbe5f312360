import { test as base, expect } from '@playwright/test';
import { startSimulator, type Simulator } from '../../src/simulator/index.js';
import { HostSite } from './host-site.js';
import { Linking } from './linking.js';

/** Tests with a platform's site and an offline Dwolla of their own, in a page watched from its first document on. */
export const test = base.extend<{ site: HostSite; linking: Linking; simulator: Simulator }>({
  // Playwright reads what a fixture needs from the pattern of its first parameter.
  // eslint-disable-next-line no-empty-pattern
  site: async ({}, use) => {
    const site = await HostSite.start();
    await use(site);
    await site.close();
  },
  simulator: async ({ site }, use) => {
    const simulator = await startSimulator({ redirectUrls: [`${site.origin}/`] });
    await use(simulator);
    await simulator.close();
  },
  linking: async ({ page }, use) => {
    const linking = await Linking.watch(page);
    await use(linking);
    // Whatever a test is about, no page may end in an exception or a complaint of the element's own.
    expect(linking.complaints).toEqual([]);
  },
});

export { expect };
