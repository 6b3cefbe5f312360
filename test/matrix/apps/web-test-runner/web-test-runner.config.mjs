import { playwrightLauncher } from '@web/test-runner-playwright';

const launchOptions = { executablePath: process.env.CHROMIUM_PATH, args: ['--no-sandbox'] };

export default {
  files: 'test/*.test.js',
  nodeResolve: true,
  browsers: [playwrightLauncher({ product: 'chromium', launchOptions })],
};
