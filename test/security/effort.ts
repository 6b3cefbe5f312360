/** How much of the long tests is done: 1 in `npm test`, more in `npm run test:soak`. Put in by the test runner. */
declare const __TEST_EFFORT__: number;

// What is the same in every browser is tried in full in one of them; the others get a tenth of it.
const share = navigator.userAgent.includes('Chrome/') ? 1 : 0.1;

/** How often something is tried. @param times in `npm test`, in Chromium */
export const effort = (times: number): number => Math.ceil(times * __TEST_EFFORT__ * share);

/** For mocha's `timeout()`, of a suite that tries things. @param minutes that a busy machine needs in `npm test` */
export const patience = (minutes: number): number => minutes * 60_000 * Math.max(1, __TEST_EFFORT__);
