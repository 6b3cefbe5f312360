import { groups } from './contestants.mjs';

const kilobytes = (bytes) => (bytes / 1000).toFixed(1);

const row = (cells) => `| ${cells.join(' | ')} |`;

/** A figure with how many times the first one of its group it is. */
const withRatio = (value, first, show) =>
  value === first ? show(value) : `${show(value)} (${(value / first).toFixed(2)} ×)`;

function tableOf(results) {
  const [first] = results;
  return [
    row([
      'what',
      'scripts, kB gzip',
      'requests',
      "ms to the partner's UI",
      'heap, MB',
      'added by the cycles, kB',
      'frames left',
    ]),
    row(['---', ...Array(6).fill('---:')]),
    ...results.map(({ name, bytes, requests, time, heap, growth, frames }) =>
      row([
        name,
        withRatio(bytes, first.bytes, kilobytes),
        withRatio(requests, first.requests, String),
        withRatio(time, first.time, (ms) => ms.toFixed(0)),
        withRatio(heap, first.heap, (all) => (all / 1e6).toFixed(2)),
        (growth / 1000).toFixed(0),
        frames,
      ]),
    ),
  ].join('\n');
}

/** docs/benchmarks.md. */
export function pageOf({ results, sizes, rounds, browser, processors, date }) {
  const labels = { plaid: 'Plaid', mx: 'MX', checkout: 'Checkout.com' };
  const tables = groups.map(
    ({ partner }) =>
      `## ${labels[partner]}\n\n${tableOf(results.filter((each) => each.partner === partner))}\n`,
  );
  return `# Benchmarks

The element beside what a page would use instead, each doing the same job: get a session, show the partner. Written by

\`\`\`sh
npm run bench
\`\`\`

on ${date}, with Chromium ${browser} on a machine of ${processors} processors that did other work besides: the ratios count more than
the times.

All pages are alike and served by one server of this machine, with compressed scripts. Session and partner script take 150 ms
each; the partners are those of the [simulator](simulator.md). The others work as Dwolla's samples do, one step after the other.
Figures are medians of ${rounds} rounds in which the pages took turns, each with an empty cache. In brackets: how many times the
first line.

- **scripts**: what the page's own scripts weigh, React included where it is needed; the partner's own script not.
- **requests**: from the page itself to the partner's first frame.
- **ms**: from the start of the navigation to the request of the partner's first frame.
- **heap**: after 300 times mounting and removing 40 ms later, wherever it stood by then, without garbage; and what the last 290 of these
  have added to it.
- **frames left**: in the page after these, when everything was removed.

**Frames left** by react-plaid-link are so with the simulator's fake of Plaid's script; whether the real script leaves them was not
tried. It was removed here while it was still starting, which is also when it holds most.

The peers draw nothing while one waits, and have no word for what goes wrong; the element's bytes hold its screens, its
languages, and the other five partners' recognition.

${tables.join('\n')}
## By size alone

${[
  row(['what', 'kB gzip']),
  row(['---', '---:']),
  ...sizes.map(({ name, bytes }) => row([`${name}, React not counted`, kilobytes(bytes)])),
].join('\n')}

Quiltt goes to its own service, for which there is no fake.
`;
}
