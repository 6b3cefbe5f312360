/** For a test's `skip`: why it is left out of `npm run test:quick`, or false where it runs. */
export const skipWhenQuick = process.env['TEST_QUICK'] ? 'npm test runs it' : false;
