import js from '@eslint/js';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

const browserGlobals = Object.fromEntries(
  [
    ...[
      'window',
      'document',
      'location',
      'history',
      'navigator',
      'sessionStorage',
      'localStorage',
      'console',
    ],
    ...['fetch', 'URL', 'URLSearchParams', 'crypto', 'atob', 'btoa', 'structuredClone', 'queueMicrotask'],
    ...[
      'setTimeout',
      'clearTimeout',
      'setInterval',
      'clearInterval',
      'requestAnimationFrame',
      'getComputedStyle',
    ],
    ...[
      'Event',
      'CustomEvent',
      'MessageEvent',
      'FormData',
      'AbortController',
      'addEventListener',
      'postMessage',
    ],
    ...[
      'HTMLElement',
      'HTMLScriptElement',
      'Element',
      'Node',
      'MutationObserver',
      'parent',
      'opener',
      'customElements',
    ],
  ].map((name) => [name, 'readonly']),
);
const nodeGlobals = Object.fromEntries(
  [
    'process',
    'console',
    'performance',
    'Response',
    'URL',
    'setTimeout',
    'clearTimeout',
    'fetch',
    'Buffer',
    'AbortSignal',
  ].map((name) => [name, 'readonly']),
);

/** One test left alone, or one left out, must not reach the repository: nobody would see what is not checked. */
const noForgottenTests = {
  selector:
    'MemberExpression[object.name=/^(it|test|describe|suite)$/][property.name=/^(only|skip|fixme|todo)$/]',
  message: 'Run every test. If one cannot run here, say why in a disable comment for this line.',
};
const noHtmlFromStrings = [
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe)$/]',
    message: 'HTML is never made from strings: use a Lit template or DOM methods.',
  },
  {
    selector: 'CallExpression[callee.object.name="document"][callee.property.name=/^(write|writeln)$/]',
    message: 'HTML is never made from strings: use a Lit template or DOM methods.',
  },
];
const noHiddenMembers = {
  selector: 'MemberExpression[object.name="document"], VariableDeclarator[init.name="document"]',
  message: 'An element of the page may hide it: use ofDocument() of src/element/browser/document.ts.',
};
const noFixedSleep = {
  selector: 'CallExpression[callee.property.name="waitForTimeout"], CallExpression[callee.name="aTimeout"]',
  message: 'Wait for something that can be observed, never for a fixed time.',
};

export default tseslint.config(
  {
    // What may be written and what not, in `test/types`, is for the frameworks' own checkers.
    ignores: [
      'dist/',
      'coverage/',
      'test-results/',
      'playwright-report/',
      '**/*.d.mts',
      // Projects of their own, with packages of their own; their builds check them.
      'demo/frameworks/{vue,angular,react,svelte,next,unit-tests,express,worker,commonjs}/',
      'test/types/',
      // They lie where their imports lead once a test has copied them; that test checks them.
      'test/fixtures/*/files/',
      'test/matrix/apps/',
      // Written by VitePress.
      'site/build/',
      'site/.vitepress/cache/',
    ],
  },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      'no-restricted-syntax': ['error', noForgottenTests],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      // tsc asks for brackets where there is an index signature (noPropertyAccessFromIndexSignature).
      '@typescript-eslint/dot-notation': 'off',
      // A number in a sentence needs no wrapping.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Lit binds the methods of a template to the element itself.
      '@typescript-eslint/unbound-method': 'off',
      // `() => void something()` says that the result is dropped on purpose.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // An empty string counts as absent in more places than not.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: true }],
      // JSX lives in namespaces.
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A class with statics only, or an async method without await, may be what an interface asks for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      // After an await the answer to `signal.aborted` may be another: TypeScript's narrowing does not know that.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    extends: [lit['flat/recommended'], wc['flat/best-practice']],
    settings: { wc: { elementBaseClasses: ['LitElement'] } },
    rules: {
      'no-restricted-syntax': ['error', noForgottenTests, ...noHtmlFromStrings],
      // The class and its registration are separate files on purpose.
      'wc/define-tag-after-class-definition': 'off',
      'wc/guard-super-call': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/server/**', 'src/simulator/**', 'src/element/browser/document.ts'],
    rules: {
      'no-restricted-syntax': ['error', noForgottenTests, ...noHtmlFromStrings, noHiddenMembers],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', noForgottenTests, noFixedSleep],
      // chai's `expect(x).to.be.true` is an assertion, and node:test's `test()` a promise nobody waits for.
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              package: 'node:test',
              name: ['test', 'it', 'describe', 'suite', 'before', 'after'],
            },
            { from: 'package', package: 'node:test', name: ['beforeEach', 'afterEach'] },
            // `expect(x).to.equal(y)`: the types of semantic-dom-diff say that it gives a promise, which it does not.
            { from: 'package', package: 'chai', name: 'Equal' },
            { from: 'package', package: '@open-wc/semantic-dom-diff', name: 'Equal' },
          ],
        },
      ],
      // What a test looks for is there, or the test fails on the line.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Fakes and partners' callbacks that do nothing are what a test often needs.
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    // Its packages are there once a test has run: `npm test` checks its types after it has installed them.
    files: ['test/partner-packages/*.ts'],
    extends: [tseslint.configs.disableTypeChecked],
  },
  {
    files: ['bench/pages/*.js', 'bench/{measure,trace}.mjs', 'site/.vitepress/theme/*.js'],
    languageOptions: {
      globals: { ...browserGlobals, PerformanceObserver: 'readonly', MessageChannel: 'readonly' },
    },
  },
  {
    files: ['src/simulator/partners/*/pages/*.js', 'test/partner-packages/*.js'],
    languageOptions: { globals: browserGlobals },
    rules: { 'no-restricted-syntax': ['error', noForgottenTests, ...noHtmlFromStrings] },
  },
  {
    files: [
      'scripts/**/*.mjs',
      'demo/frameworks/**/*.mjs',
      'test/**/*.mjs',
      'bench/*.mjs',
      'site/*.mjs',
      'site/.vitepress/*.mjs',
      '*.config.mjs',
      '*.config.js',
    ],
    languageOptions: { globals: nodeGlobals },
  },
);
