import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { wholeChromiumLaunchOptions } from '../scripts/engines.mjs';
import { bundle } from './bundle.mjs';
import { autoloading, groups, sizesOnly } from './contestants.mjs';
import { startFakes } from './fakes.mjs';
import { calibrate, heapAfterCycles, openOnce } from './measure.mjs';
import { profiles, serverTime } from './profiles.mjs';
import { sectionOf, withSection } from './report.mjs';
import { startSite } from './site.mjs';
import { autoloadCost, firstView, renderCost } from './trace.mjs';

const contestants = groups.flatMap((group) => group.contestants);
const file = new URL('../docs/benchmarks.md', import.meta.url);

const elapsed = () => `${Math.round(performance.now() / 1000)} s`;
const say = (text) => console.error(`[${elapsed()}] ${text}`);

const gzipped = (content) => gzipSync(content, { level: 9 }).length;

/** The times of every contestant in every profile; rounds in which they take turns, the first of which warms up. */
async function timeAll({ browser, site, fakes }, rounds, showsWaterfall) {
  const all = profiles.flatMap((profile) =>
    [...contestants, ...autoloading].map((contestant) => ({ contestant, profile, openings: [] })),
  );
  for (let round = 0; round <= rounds; round++) {
    for (const { contestant, profile, openings } of all) {
      fakes.times.session = fakes.times.script = serverTime + profile.latency;
      const opening = await openOnce(browser, site, contestant, profile);
      if (round) openings.push(opening);
      if (round !== 1 || !showsWaterfall) continue;
      console.log(
        `${profile.name}, ${contestant.partner}, ${contestant.name}: ${opening.time.toFixed(0)} ms`,
      );
      for (const { name, startTime, responseEnd } of opening.waterfall)
        console.log(
          `  ${startTime.toFixed(0)} to ${responseEnd.toFixed(0)}: ${name.replace(/\?contestant=.*/, '')}`,
        );
    }
    say(`round ${round} of ${rounds}`);
  }
  return all;
}

async function costAll({ browser, site, fakes }, rounds) {
  Object.assign(fakes.times, { session: 300, script: 50 });
  fakes.useStubs(true);
  const all = ['plaid', 'mx', 'checkout'].map((partner) => ({ partner, costs: [] }));
  for (let round = 0; round < rounds; round++)
    for (const { partner, costs } of all)
      costs.push(await renderCost(browser, site, { partner, isHinted: true }));
  const frames = [];
  const autoloads = [];
  for (let round = 0; round < rounds; round++) {
    frames.push(await firstView(browser, site, { partner: 'plaid', isHinted: true }));
    autoloads.push(await autoloadCost(browser, site));
  }
  fakes.useStubs(false);
  say('costs');
  return { costs: all, frames, autoloads };
}

async function heapAll({ browser, site, fakes }, cycles) {
  Object.assign(fakes.times, { session: 0, script: 0 });
  const heaps = [];
  for (const { contestants } of groups)
    for (const contestant of contestants.slice(0, 2)) {
      const count = contestant.page ? cycles.peers : cycles.own;
      heaps.push({ contestant, ...(await heapAfterCycles(browser, site, contestant, count)) });
      say(`memory: ${contestant.partner}, ${contestant.name}`);
    }
  return heaps;
}

/** Measures everything, prints the section, and writes it into docs/benchmarks.md. */
export async function runAll({ rounds, cycles, load, isBusy, isWritten, showsWaterfall }) {
  const fakes = await startFakes();
  const pages = contestants.map(({ page }) => page).filter(Boolean);
  const bundles = new Map(await Promise.all(pages.map(async (page) => [page, await bundle(page)])));
  const site = await startSite(fakes, bundles);
  const options = wholeChromiumLaunchOptions();
  const browser = await chromium.launch({ ...options, args: [...options.args, ...fakes.browserArguments] });
  const bench = { browser, site, fakes };
  try {
    const calibrations = [];
    for (const profile of profiles)
      calibrations.push({ profile, ...(await calibrate(browser, site, profile, serverTime)) });
    const timings = await timeAll(bench, rounds, showsWaterfall);
    const { costs, frames, autoloads } = await costAll(bench, rounds);
    const heaps = await heapAll(bench, cycles);
    const external = [/^react($|\/|-dom)/];
    const sizes = await Promise.all(
      sizesOnly.map(async ({ name, page }) => ({ name, bytes: gzipped(await bundle(page, { external })) })),
    );
    const section = sectionOf({
      calibrations,
      timings,
      costs,
      frames,
      autoloads,
      autoloadBytes: gzipped(readFileSync(new URL('../dist/autoload.js', import.meta.url))),
      heaps,
      sizes,
      rounds,
      load,
      loadAfter: loadavg()[0],
      isBusy,
      browser: browser.version(),
      processors: cpus().length,
      date: new Date().toISOString().slice(0, 10),
    });
    console.log(section);
    if (!isWritten) return;
    writeFileSync(file, withSection(readFileSync(file, 'utf8'), section));
    execFileSync('npx', ['prettier', '--write', '--log-level', 'warn', file.pathname], { stdio: 'inherit' });
  } finally {
    await browser.close();
    site.close();
    await fakes.close();
    say('done');
  }
}
