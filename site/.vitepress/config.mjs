import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { homepage } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

/** Where the site lies: the path of `homepage` in package.json, the one place that says so. */
const base = homepage ? new URL(homepage).pathname.replace(/\/?(#.*)?$/, '/') : '/';

const page = (text, link) => ({ text, link: `/docs/${link}` });

export default defineConfig({
  title: 'dwolla-exchange-link',
  description: 'Link a bank account or a debit card to Dwolla with one HTML element.',
  lang: 'en-US',
  base,
  // The pages stay where they are, so that a link works here, in the package and on a repository's page.
  srcDir: '..',
  srcExclude: [
    '{demo,test,test-results,bench,coverage,scripts,.changeset,.github}/**',
    'src/!(simulator)/**',
    'site/!(pages)/**',
  ],
  rewrites: { 'site/pages/:page.md': ':page.md', 'docs/guides/README.md': 'docs/guides/README.md' },
  outDir: 'build',
  cacheDir: '.vitepress/cache',
  // Files of the repository that are no pages.
  ignoreDeadLinks: [/\.(?:ts|js|mjs|json|yml)$/, /\/(?:LICENSE|index)$/],
  lastUpdated: false,
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('dwolla-') } } },
  // Pages of a repository say `<name>` in their text and mean no element.
  markdown: { html: true },
  vite: {
    publicDir: fileURLToPath(new URL('../public', import.meta.url)),
    server: { fs: { allow: [root] } },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Get started', link: '/docs/guides/README' },
      { text: 'Go live', link: '/docs/going-live' },
      { text: 'Reference', link: '/docs/element' },
      { text: 'Every state', link: '/states' },
    ],
    sidebar: [
      {
        text: 'Get started',
        items: [
          page('All pages, by task', 'README'),
          { text: 'What it is', link: '/README' },
          { text: 'In your framework', link: '/frameworks' },
          page('Guides', 'guides/README'),
          page('Script tag', 'guides/script-tag'),
          page('React', 'guides/react'),
          page('Vue', 'guides/vue'),
          page('Angular', 'guides/angular'),
          page('Svelte', 'guides/svelte'),
          page('Server-rendered pages', 'guides/server-rendered'),
        ],
      },
      {
        text: 'Go live',
        items: [
          page('Checklist', 'going-live'),
          page('Your backend', 'backend'),
          page('Return pages', 'return-pages'),
          page('Content Security Policy', 'content-security-policy'),
          page('Web views', 'web-views'),
          page('Compatibility', 'compatibility'),
          page('Security', 'security'),
          page('Performance', 'performance'),
        ],
      },
      { text: 'Test', items: [page('Your integration', 'testing'), page('The simulator', 'simulator')] },
      {
        text: 'Customize',
        items: [
          page('Styles', 'styling'),
          page('Styles of the second element', 'pictures/add-funding-source/README'),
          { text: 'Every state, live', link: '/states' },
        ],
      },
      {
        text: 'Troubleshoot',
        items: [
          page('By symptom', 'troubleshooting'),
          page('Error codes', 'errors'),
          page('Frequent questions', 'faq'),
          page('From your own code', 'moving'),
        ],
      },
      {
        text: 'Reference',
        items: [
          page('&lt;dwolla-exchange-link&gt;', 'element'),
          page('&lt;dwolla-add-funding-source&gt;', 'add-funding-source'),
          page('Client of the backend', 'client'),
          page('Partners', 'partners'),
          page('Architecture', 'architecture'),
          page('Benchmarks', 'benchmarks'),
          { text: 'Changelog', link: '/CHANGELOG' },
        ],
      },
    ],
  },
});
