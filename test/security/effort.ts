/**
 * How much of the tests that try random things is done: a tenth in `npm test`, all in `npm test -- --all`, ten times that in
 * `npm run test:soak`, a fiftieth in `npm run test:quick`. Put in by the test runner.
 */
declare const __TEST_EFFORT__: number;

// What is the same in every browser is tried in full in one of them; the others get a tenth of it.
const isInFull = navigator.userAgent.includes('Chrome/');

/** How often something random is tried. @param times in `npm test -- --all`, in Chromium */
export const effort = (times: number): number => Math.ceil(times * __TEST_EFFORT__ * (isInFull ? 1 : 0.1));

/**
 * How much of a list is tried: every item with everything in the long version, every tenth item outside Chromium and in
 * `npm run test:quick`.
 */
export const coverage: 'everything' | 'every item' | 'every tenth' =
  __TEST_EFFORT__ > 1 ? 'everything' : isInFull && __TEST_EFFORT__ >= 0.1 ? 'every item' : 'every tenth';

/** For mocha's `timeout()`, of a suite that tries things. @param minutes that a busy machine needs in `npm test -- --all` */
export const patience = (minutes: number): number => minutes * 60_000 * Math.max(1, __TEST_EFFORT__);
