// The package and Lit are ES modules: Jest transforms them as it does your own code.
const modules = ['dwolla-exchange-link', 'lit', 'lit-html', 'lit-element', '@lit'];

export default {
  testEnvironment: 'jsdom',
  testEnvironmentOptions: { customExportConditions: ['browser'] }, // not the builds for servers
  testMatch: ['**/test/*.test.tsx'],
  setupFilesAfterEnv: ['./test/setup.ts'],
  transform: {
    '\\.[jt]sx?$': ['@swc/jest', { jsc: { transform: { react: { runtime: 'automatic' } } } }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${modules.join('|')})/)`],
};
