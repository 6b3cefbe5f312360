/**
 * `dwolla-exchange-link/simulator`: an offline Dwolla and its six exchange partners for demos and tests.
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
 * // ... and in a Playwright test: await (await partnerScreen(page, 'plaid')).succeed()
 * await simulator.close();
 * ```
 */
export { refusedCards } from './accounts.js';
export type { BankAccount, Card, Institution } from './accounts.js';
export type {
  BankPage,
  CheckoutScreen,
  PartnerFailure,
  PartnerOutcomeName,
  PartnerScreen,
  RunningSimulator,
  TypedCard,
  WaitOptions,
} from './driver.js';
export {
  bankPage,
  challengeScreen,
  partnerOutcomes,
  partnerScreen,
  routePartners,
  setBehaviours,
} from './driver.js';
export type { DwollaApiOptions } from './dwolla-api.js';
export { createDwollaApi } from './dwolla-api.js';
export type { FlinksAccess } from './partner-apis/flinks.js';
export type { MastercardAccess } from './partner-apis/mastercard.js';
export type { Owner, PartnerName, PartnerSession } from './partner-session.js';
export { partnerNames } from './partner-session.js';
export type { ScenarioName } from './scenarios.js';
export { isScenarioName, scenarioNames } from './scenarios.js';
export type { ElementConfiguration, Simulator, SimulatorOptions } from './simulator.js';
export { startSimulator } from './simulator.js';
export type { Refusal, SessionRequest } from './world.js';
export { World } from './world.js';
