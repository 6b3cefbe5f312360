/**
 * `dwolla-exchange-link/simulator`: an offline Dwolla and its exchange partners for demos and tests. A person at the
 * partners' screens, for Playwright, is an entry point of its own, `dwolla-exchange-link/simulator/driver`.
 *
 * ```ts
 * import { startSimulator } from 'dwolla-exchange-link/simulator';
 *
 * const simulator = await startSimulator({ scenario: 'success' });
 * const dwolla = new Dwolla({
 *   serverURL: simulator.dwollaUrl,
 *   security: { clientID: simulator.key, clientSecret: simulator.secret },
 * });
 * // ... and in the page: DwollaExchangeLink.configure(simulator.elementConfiguration)
 * await simulator.close();
 * ```
 */
export { refusedCards } from './accounts.js';
export type { BankAccount, Card, Institution } from './accounts.js';
export type { PartnerName, PartnerSession } from './partner-session.js';
export { partnerNames } from './partner-session.js';
export type { FlinksAccess } from './partners/flinks/access.js';
export type { MastercardAccess } from './partners/mastercard/access.js';
export type { MxAccess } from './partners/mx/access.js';
export type { PlaidAccess } from './partners/plaid/access.js';
export type { ScenarioName } from './scenarios.js';
export { isScenarioName, scenarioNames } from './scenarios.js';
export type { Owner, Refusal, SessionRequest } from './session-record.js';
export type { ElementConfiguration, Simulator, SimulatorOptions } from './simulator.js';
export { startSimulator } from './simulator.js';
export { World } from './world.js';
