/**
 * `npm run bench`: the element beside what a user would pick instead, on one kind of page, against the same simulated
 * partners, in one run. Prints a table and writes it to docs/benchmarks.md.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { chromiumLaunchOptions } from '../scripts/engines.mjs';
import { bundle } from './bundle.mjs';
import { groups, sizesOnly } from './contestants.mjs';
import { heapAfterCycles, openOnce } from './measure.mjs';
import { pageOf } from './report.mjs';
import { serverSectionOf } from './server-report.mjs';
import { startSite } from './site.mjs';
import { startFakes } from './fakes.mjs';

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** The peers' pages, asking the simulated partners where their packages ask the partners. */
async function bundlePeers({ plaid, checkout }) {
  const replace = {
    'https://cdn.plaid.com': plaid.publicOrigin,
    'https://checkout-web-components.checkout.com': checkout.publicOrigin,
  };
  const pages = groups.flatMap(({ contestants }) => contestants.map(({ page }) => page)).filter(Boolean);
  return new Map(await Promise.all(pages.map(async (page) => [page, await bundle(page, { replace })])));
}

async function measureAll(browser, site, fakes) {
  const all = groups.flatMap(({ partner, contestants }) =>
    contestants.map((contestant) => ({ contestant: { ...contestant, partner }, openings: [], heap: null })),
  );
  // Interleaved, so that a busy moment of the machine meets all of them; the first round warms up.
  for (let round = 0; round <= rounds; round++)
    for (const { contestant, openings } of all) {
      const opening = await openOnce(browser, site, contestant);
      if (round) openings.push(opening);
    }
  fakes.setLate(false);
  for (const one of all) one.heap = await heapAfterCycles(browser, site, one.contestant);
  return all.map(({ contestant, openings, heap }) => ({
    ...contestant,
    ...Object.fromEntries(
      ['bytes', 'requests', 'time'].map((field) => [field, median(openings.map((each) => each[field]))]),
    ),
    ...heap,
  }));
}

const fakes = await startFakes();
const site = await startSite(fakes, await bundlePeers(fakes.simulator.partners));
const browser = await chromium.launch(chromiumLaunchOptions());
try {
  const results = await measureAll(browser, site, fakes);
  const sizes = await Promise.all(
    sizesOnly.map(async ({ name, page }) => ({
      name,
      bytes: gzipSync(await bundle(page, { external: [/^react($|\/|-dom)/] }), { level: 9 }).length,
    })),
  );
  const report = pageOf({
    results,
    sizes,
    rounds,
    browser: browser.version(),
    processors: cpus().length,
    date: new Date().toISOString().slice(0, 10),
  });
  const file = new URL('../docs/benchmarks.md', import.meta.url);
  // The backend's section is written by `npm run bench:server`.
  writeFileSync(file, `${report}\n${serverSectionOf(readFileSync(file, 'utf8'))}`);
  execFileSync('npx', ['prettier', '--write', '--log-level', 'warn', file.pathname], { stdio: 'inherit' });
  console.log(report);
} finally {
  await browser.close();
  site.close();
  await fakes.close();
}
