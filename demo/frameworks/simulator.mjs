/** A simulated Dwolla with one customer, in place of your account at Dwolla. */
import { startSimulator } from 'dwolla-exchange-link/simulator';
import { randomUUID } from 'node:crypto';

export const { SITE = 'http://localhost:5173' } = process.env;
export const redirectUrl = `${SITE}/linked`; // where Visa sends its users back to

const simulator = await startSimulator({ visa: true, redirectUrls: [redirectUrl] });
const { dwollaUrl, key, secret } = simulator;

/** What takes the place of `environment: 'sandbox'` and your own key and secret. */
export const dwolla = { serverUrl: dwollaUrl, key, secret };
/** Where the simulated partners are. */
export const { elementConfiguration } = simulator;

export const customerId = randomUUID();
const fields = { type: 'unverified', firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' };
simulator.world.dwolla.customers.set(customerId, { id: customerId, createdAt: Date.now(), fields });
