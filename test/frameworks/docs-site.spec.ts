import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { projectNode } from '../../scripts/project-node.mjs';
import { expect, test } from './partner-visit.js';

const notInstalled = (process.env['APPS_NOT_INSTALLED'] ?? '').split(',');
const run = promisify(execFile);

test('the docs site builds, with each page of the docs in it', async () => {
  // eslint-disable-next-line no-restricted-syntax -- the site needs packages that this machine may not get, like those of the unit tests; `npm test` says so
  test.skip(notInstalled.includes('unit-tests'), 'The npm registry could not be reached.');
  test.setTimeout(300_000);
  // Rejects, with what it wrote, where a file that a page shows is not there, or a link leads nowhere.
  await run(projectNode(), ['site/run.mjs', 'build'], { maxBuffer: 16_000_000 });
  const pages = globSync(['docs/*.md', 'docs/guides/*.md']);
  expect(pages.length).toBeGreaterThan(25);
  for (const page of pages) {
    const built = readFileSync(`site/build/${page.replace(/\.md$/, '.html')}`, 'utf8');
    const [, title] = /^# (.+)$/m.exec(readFileSync(page, 'utf8')) ?? [];
    expect(built, page).toContain(`<title>${title?.replaceAll('`', '')}`);
  }
});
