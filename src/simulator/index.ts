/**
 * `dwolla-exchange-link/simulator`: an offline Dwolla and its six exchange partners for demos and tests. A person at the
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
export type { FlinksAccess, MastercardAccess, MxAccess, PlaidAccess } from './partner-apis/access.js';
export type { Owner, PartnerName, PartnerSession } from './partner-session.js';
export { partnerNames } from './partner-session.js';
export type { ScenarioName } from './scenarios.js';
export { isScenarioName, scenarioNames } from './scenarios.js';
export type { ElementConfiguration, Simulator, SimulatorOptions } from './simulator.js';
export { startSimulator } from './simulator.js';
export type { Refusal, SessionRequest } from './world.js';
export { World } from './world.js';
