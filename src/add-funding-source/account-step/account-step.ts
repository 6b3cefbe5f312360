/** What comes after the partner's success, fetched while the user is at the partner. */
export { focusProblem, renderAccountForm } from './account-view.js';
export { formStyles } from './form-styles.js';
export { reduceAccountStep } from './reduce.js';
export { followSuccessUrl } from './success-url.js';
export { runJob } from './run-job.js';
export { texts } from './texts-en.js';
