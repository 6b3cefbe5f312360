import { readFileSync } from 'node:fs';
import { groups } from './contestants.mjs';
import { profiles, serverTime } from './profiles.mjs';

const begin = '<!-- written by `npm run bench`: begin -->';
const end = '<!-- written by `npm run bench`: end -->';
const labels = { plaid: 'Plaid', mx: 'MX', checkout: 'Checkout.com' };
const goals = { renderTime: 8, autoloadBytes: 600, autoloadTask: 1, firstFrame: 1 };

/** A page with this section in the place of its old one. */
export function withSection(page, section) {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error('docs/benchmarks.md has lost the marks of the section.');
  return `${page.slice(0, from)}${begin}\n\n${section}\n${page.slice(to)}`;
}

export const median = (numbers) =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
const table = (columns, rows) =>
  [columns, ['---', ...columns.slice(1).map(() => '---:')], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
/** A median, with the least and the most. */
const spread = (numbers, digits = 0) =>
  `${median(numbers).toFixed(digits)} (${Math.min(...numbers).toFixed(digits)} to ${Math.max(...numbers).toFixed(digits)})`;
const met = (isMet) => (isMet ? 'met' : '**missed**');
const timesOf = ({ openings }) => openings.map(({ time }) => time);

/** One partner in one profile: the peer first, then the element in each way, with goals. */
function rowsOf(timings, { contestants }, profile) {
  const of = (contestant) =>
    timings.find((each) => each.contestant === contestant && each.profile === profile);
  const [peer] = contestants;
  const theirs = median(timesOf(of(peer)));
  return contestants.map((contestant) => {
    const timing = of(contestant);
    const { bytes, requests } = timing.openings[0];
    const ratio = median(timesOf(timing)) / theirs;
    return [
      contestant.name,
      kilobytes(bytes),
      requests,
      spread(timesOf(timing)),
      contestant.goal ? `${ratio.toFixed(2)} ×` : '',
      contestant.goal ? `≤ ${contestant.goal.toFixed(2)} ×` : '',
      contestant.goal ? met(ratio <= contestant.goal) : '',
    ];
  });
}

const timeColumns = ['what', 'scripts, kB gzip', 'requests', "ms to the partner's UI", 'ratio', 'goal', ''];

const partnerSections = (timings) =>
  groups
    .map((group) => {
      const tables = profiles.map(
        (profile) =>
          `**${profile.name}**: ${profile.latency} ms, ${profile.megabits} Mbit/s\n\n${table(timeColumns, rowsOf(timings, group, profile))}`,
      );
      return `## ${labels[group.partner]}\n\n${tables.join('\n\n')}`;
    })
    .join('\n\n');

function autoloadSection({ timings, autoloads, autoloadBytes }) {
  const rows = profiles.flatMap((profile) => {
    const own = timings.filter((each) => each.profile === profile);
    return own
      .filter(
        ({ contestant }) => 'isAutoloaded' in contestant || contestant.name === '`dwolla-exchange-link.js`',
      )
      .map((timing) => [
        `${timing.contestant.name}, ${profile.name}`,
        kilobytes(timing.openings[0].bytes),
        timing.openings[0].requests,
        spread(timesOf(timing)),
      ]);
  });
  const longest = autoloads.map((each) => each.longest);
  return `## \`autoload.js\`

A page that never shows the tag, and changes a thousand times:

${table(
  ['what', 'measured', 'goal', ''],
  [
    ['bytes, gzip', autoloadBytes, `≤ ${goals.autoloadBytes}`, met(autoloadBytes <= goals.autoloadBytes)],
    [
      'longest task, ms',
      spread(longest, 2),
      `≤ ${goals.autoloadTask}`,
      met(median(longest) <= goals.autoloadTask),
    ],
    [
      'all tasks together, ms',
      spread(
        autoloads.map((each) => each.total),
        1,
      ),
      '',
      '',
    ],
  ],
)}

A page that shows the tag (Plaid, partner in \`session-url\`), by its script tag:

${table(['script tag', 'scripts, kB gzip', 'requests', "ms to the partner's UI"], rows)}`;
}

function renderSection({ costs, frames }) {
  const rows = costs.map(({ partner, costs: all }) => {
    const times = all.map(({ time }) => time);
    return [
      labels[partner],
      spread(times, 1),
      `≤ ${goals.renderTime}`,
      met(median(times) <= goals.renderTime),
      Math.max(...all.map(({ forcedLayouts }) => forcedLayouts)),
      Math.max(...all.map(({ forcedStyles }) => forcedStyles)),
    ];
  });
  return `## The processor

From Chromium's trace, with stubs in place of the partners' scripts: the time of the main thread from the session's answer to the
call of the partner, times four, as on a processor four times as slow. Everything that the thread did in between is in it, the browser's
own work included. No layout is to be forced by a script.

${table(['partner', 'ms, times four', 'goal', '', 'forced layouts', 'forced styles'], rows)}

The element's view has its place in frame ${median(frames.map(({ laidOut }) => laidOut))} after its upgrade (goal: ${goals.firstFrame}, ${met(median(frames.map(({ laidOut }) => laidOut)) <= goals.firstFrame)}). Its content can be seen in frame ${median(frames.map(({ seen }) => seen))}, ${median(frames.map(({ wait }) => wait)).toFixed(0)} ms after the
upgrade (goal: ${goals.firstFrame}, ${met(median(frames.map(({ seen }) => seen)) <= goals.firstFrame)}): a wait shorter than a quarter of a second shows nothing, so that a fast answer does not
flicker.`;
}

const memorySection = (heaps) => `## Memory

Mounted, and removed 40 ms later wherever it stood by then; then without garbage. What the cycles after the first ten have added,
and the frames in the page when everything was removed.

${table(
  ['what', 'cycles', 'heap, MB', 'added, kB', 'added for each cycle, kB', 'frames left'],
  heaps.map(({ contestant, heap, growth, frames, cycles }) => [
    `${labels[contestant.partner]}: ${contestant.page ? contestant.name : 'the element'}`,
    cycles,
    (heap / 1e6).toFixed(2),
    (growth / 1000).toFixed(0),
    (growth / 1000 / (cycles - 10)).toFixed(2),
    frames,
  ]),
)}

Frames left by react-plaid-link are so with the simulator's fake of Plaid's script; whether the real script leaves them was not
tried. It was removed here while it was still starting, which is also when it holds most.`;

const versionsOf = () => {
  const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
  const peers = Object.entries(read('package.json').dependencies).filter(([name]) => name !== 'selfsigned');
  const all = [['dwolla-exchange-link', read('../package.json').version], ...peers];
  return all.map(([name, version]) => `${name} ${version}`).join(', ');
};

/** What the run writes into docs/benchmarks.md. */
export function sectionOf(results) {
  const { calibrations, timings, heaps, sizes, rounds, load, loadAfter, isBusy, browser, processors, date } =
    results;
  const checks = calibrations.map(
    ({ profile, empty, served }) =>
      `${profile.name}: ${empty.toFixed(0)} ms for an empty answer, ${served.toFixed(0)} ms with the server's ${serverTime}`,
  );
  return `Taken on ${date}, with Chromium ${browser} on a machine of ${processors} processors: ${rounds} rounds after one that warms up. Load
average ${load.toFixed(2)} before the start, ${loadAfter.toFixed(2)} at the end.
${isBusy ? '\n**Taken on a busy machine.** It did other work meanwhile: the ratios count little, and the times less.\n' : ''}
Versions: ${versionsOf()}.

The emulation, measured in the page: ${checks.join('; ')}.

${partnerSections(timings)}

${autoloadSection(results)}

${renderSection(results)}

${memorySection(heaps)}

## By size alone

${table(
  ['what', 'kB gzip'],
  sizes.map(({ name, bytes }) => [`${name}, React not counted`, kilobytes(bytes)]),
)}

Quiltt goes to its own service, for which there is no fake.
`;
}
