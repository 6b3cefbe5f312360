/**
 * The rows of the matrix. A row is a project of its own: `packages` beside the element (exact versions: the newest that the
 * registry has whole), the folders of `apps` that its files come from, what builds it, and either the folder of the built
 * pages or the server that renders them. A `test` is run in place of a browser visit.
 *
 * @typedef {object} Row
 * @property {string} title as the table names it
 * @property {string} group the table that it stands in
 * @property {readonly string[]} shown the packages whose version the table gives
 * @property {Readonly<Record<string, string>>} packages
 * @property {Readonly<Record<string, unknown>>} [manifest] besides, in its package.json
 * @property {readonly string[]} files folders below `apps`, a later one over an earlier one
 * @property {string} [script] what the script tag of `apps/page/index.html` says
 * @property {string} [build] a command
 * @property {string} [pages] the folder of the built pages
 * @property {string} [start] the command of the server that renders the pages, at `PORT`
 * @property {string} [test] the command of a test runner
 * @property {RegExp} [passed] what the test runner has to print
 * @property {{ file: string, write: string, as: string, command: string, says: RegExp }} [refuses] a mistake in a file that a
 *   command has to find
 * @property {string} [from] a project of this repository that is copied with its lock file, in place of `files` and `packages`
 * @property {string} [note] what the table says besides
 */

const copyHtml = 'cp index.html dist/';

/** @type {Readonly<Record<string, Row>>} */
const bundlers = {
  vite: {
    title: 'Vite',
    shown: ['vite'],
    packages: { vite: '8.3.8' },
    files: ['shared', 'page'],
    script: 'type="module" src="/page.js"',
    build: 'vite build',
    pages: 'dist',
  },
  webpack: {
    title: 'webpack',
    shown: ['webpack'],
    packages: { webpack: '5.113.0', 'webpack-cli': '7.3.1' },
    files: ['shared', 'page'],
    script: 'defer src="/main.js"',
    build: `webpack ./page.js --mode production && ${copyHtml}`,
    pages: 'dist',
  },
  rspack: {
    title: 'Rspack',
    shown: ['@rspack/core'],
    packages: { '@rspack/core': '2.3.4', '@rspack/cli': '2.2.8' },
    files: ['shared', 'page'],
    script: 'defer src="/main.js"',
    build: `rspack build --entry ./page.js --mode production && ${copyHtml}`,
    pages: 'dist',
  },
  rollup: {
    title: 'Rollup',
    shown: ['rollup'],
    packages: { rollup: '4.67.4', '@rollup/plugin-node-resolve': '16.0.3' },
    files: ['shared', 'page'],
    script: 'type="module" src="/page.js"',
    build: `rollup page.js --dir dist --format es --plugin node-resolve && ${copyHtml}`,
    pages: 'dist',
  },
  esbuild: {
    title: 'esbuild',
    shown: ['esbuild'],
    packages: { esbuild: '0.28.2' },
    files: ['shared', 'page'],
    script: 'type="module" src="/page.js"',
    build: `esbuild page.js --bundle --format=esm --splitting --outdir=dist && ${copyHtml}`,
    pages: 'dist',
  },
  parcel: {
    title: 'Parcel',
    shown: ['parcel'],
    packages: { parcel: '2.16.4' },
    files: ['shared', 'page'],
    script: 'type="module" src="page.js"',
    build: 'parcel build index.html --no-cache',
    pages: 'dist',
  },
  'import-map': {
    title: 'Import map, no bundler',
    shown: ['lit'],
    packages: {},
    files: ['shared', 'page', 'import-map'],
    pages: '.',
  },
};

/** @type {Readonly<Record<string, Row>>} */
const hosts = {
  'next-app': {
    title: 'Next.js, App Router (Turbopack)',
    shown: ['next', 'react'],
    packages: { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' },
    files: ['shared', 'react', 'next-app'],
    build: 'next build',
    start: 'next start --port $PORT',
  },
  'next-pages': {
    title: 'Next.js, Pages Router (Turbopack)',
    shown: ['next', 'react'],
    packages: { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' },
    files: ['shared', 'react', 'next-pages'],
    build: 'next build',
    start: 'next start --port $PORT',
  },
  nuxt: {
    title: 'Nuxt',
    shown: ['nuxt', 'vue'],
    packages: { nuxt: '4.5.2', vue: '3.5.45', 'vue-router': '5.5.1' },
    files: ['shared', 'nuxt'],
    // Vite 8.4.0 with the rolldown that the registry has does not build Nuxt's server: "unctx … was an external module before".
    manifest: { overrides: { vite: '8.3.8' } },
    build: 'nuxt build',
    start: 'node .output/server/index.mjs',
  },
  sveltekit: {
    title: 'SvelteKit',
    shown: ['@sveltejs/kit', 'svelte'],
    packages: {
      '@sveltejs/adapter-node': '6.0.1',
      '@sveltejs/kit': '3.2.0',
      '@sveltejs/vite-plugin-svelte': '7.3.1',
      svelte: '5.57.3',
      typescript: '6.0.3',
      vite: '8.3.8',
    },
    files: ['shared', 'sveltekit'],
    build: 'vite build',
    start: 'node build',
  },
  astro: {
    title: 'Astro, with `ClientRouter` and `transition:persist`',
    shown: ['astro'],
    packages: { astro: '7.3.5' },
    files: ['shared', 'astro'],
    build: 'astro build',
    pages: 'dist',
  },
  'react-router': {
    title: 'React Router, framework mode',
    shown: ['react-router', 'react'],
    packages: {
      '@react-router/dev': '7.18.4',
      '@react-router/node': '7.18.4',
      '@react-router/serve': '7.18.4',
      isbot: '5.2.3',
      react: '19.3.1',
      'react-dom': '19.3.1',
      'react-router': '7.18.4',
      typescript: '6.0.3',
      vite: '8.3.8',
    },
    files: ['shared', 'react', 'react-router'],
    build: 'react-router build',
    start: 'react-router-serve ./build/server/index.js',
  },
};

Object.assign(hosts, {
  solidstart: {
    title: 'SolidStart',
    shown: ['@solidjs/start', 'solid-js'],
    packages: {
      '@solidjs/router': '1.0.0',
      '@solidjs/start': '2.0.5',
      nitro: '3.0.260903-beta',
      'solid-js': '1.9.20',
      vite: '8.3.8',
    },
    files: ['shared', 'solidstart'],
    build: 'vite build',
    start: 'node .output/server/index.mjs',
  },
  angular: {
    title: 'Angular, with server rendering',
    shown: ['@angular/core', '@angular/ssr'],
    // Angular 22's tools ask for an @angular/ssr that the registry does not have.
    packages: {
      '@angular/build': '21.2.9',
      '@angular/cli': '21.2.9',
      '@angular/common': '21.2.24',
      '@angular/compiler': '21.2.24',
      '@angular/compiler-cli': '21.2.24',
      '@angular/core': '21.2.24',
      '@angular/platform-browser': '21.2.24',
      '@angular/platform-server': '21.2.24',
      '@angular/router': '21.2.24',
      '@angular/ssr': '21.2.9',
      '@types/express': '5.0.6',
      '@types/node': '26.6.6',
      express: '5.3.0',
      rxjs: '7.8.2',
      tslib: '2.8.1',
      typescript: '5.9.3',
    },
    files: ['shared', 'angular'],
    // A misspelled input is an error of the strict templates.
    refuses: {
      file: 'src/link-account.ts',
      write: '[sessionUrl]',
      as: '[sessionUrll]',
      command: 'ngc -p tsconfig.json --noEmit',
      says: /NG8002/,
    },
    build: 'ng build',
    start: 'node dist/server/server.mjs',
  },
  turbo: {
    title: 'Turbo Drive, pages from a server, import map',
    shown: ['@hotwired/turbo'],
    packages: { '@hotwired/turbo': '8.0.23' },
    files: ['shared', 'turbo'],
    start: 'node server.mjs',
  },
  htmx: {
    title: 'htmx with `hx-boost`, pages from a server',
    shown: ['htmx.org'],
    packages: { 'htmx.org': '2.0.11' },
    files: ['shared', 'htmx'],
    start: 'node server.mjs',
  },
  'server-page': {
    title: 'Pages and forms from a server (as in Rails, Django, Laravel), script tag',
    shown: [],
    packages: {},
    files: ['shared', 'server-page'],
    start: 'node server.mjs',
  },
});

const unitTests = {
  shown: ['react'],
  packages: {},
  files: [],
  from: 'demo/frameworks/unit-tests',
  passed: /Tests:? +8 passed/,
};

/** @type {Readonly<Record<string, Row>>} */
const testRunners = {
  'vitest-jsdom': {
    ...unitTests,
    title: 'Vitest with jsdom',
    shown: ['vitest', 'jsdom'],
    test: 'vitest run --environment jsdom',
  },
  'vitest-happy-dom': {
    ...unitTests,
    title: 'Vitest with happy-dom',
    shown: ['vitest', 'happy-dom'],
    test: 'vitest run --environment happy-dom',
  },
  'jest-jsdom': {
    ...unitTests,
    title: 'Jest with jsdom',
    shown: ['jest', 'jest-environment-jsdom'],
    test: 'jest',
  },
  'vitest-browser': {
    title: 'Vitest, browser mode',
    shown: ['vitest', '@vitest/browser-playwright'],
    packages: { '@vitest/browser-playwright': '5.1.2', playwright: '1.64.1', vite: '8.3.8', vitest: '5.1.2' },
    files: ['unit', 'vitest-browser'],
    test: 'vitest run',
    passed: /Tests +2 passed/,
  },
  'web-test-runner': {
    title: 'web-test-runner',
    shown: ['@web/test-runner'],
    packages: {
      '@open-wc/testing': '5.0.0',
      '@web/test-runner': '1.0.0',
      '@web/test-runner-playwright': '1.0.0',
      playwright: '1.64.1',
    },
    manifest: { overrides: { rollup: '4.67.4', playwright: '1.64.1', 'playwright-core': '1.64.1' } },
    files: ['unit', 'web-test-runner'],
    test: 'web-test-runner',
    passed: /2 passed, 0 failed/,
  },
  playwright: {
    title: "Playwright, with the simulator's driver",
    shown: ['@playwright/test'],
    packages: { '@playwright/test': '1.64.1' },
    files: ['playwright'],
    test: 'playwright test',
    passed: /1 passed/,
  },
};

const inGroup = (group, rows) => Object.entries(rows).map(([name, row]) => [name, { ...row, group }]);

/** All rows by name, in the order they run. @type {Readonly<Record<string, Row>>} */
export const rows = Object.fromEntries([
  ...inGroup('Bundlers', bundlers),
  ...inGroup('Hosts', hosts),
  ...inGroup('Test runners', testRunners),
]);
