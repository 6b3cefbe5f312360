const heading = '## The backend';

const row = (cells) => `| ${cells.join(' | ')} |`;
const ratio = (value, first, show) =>
  value === first ? show(value) : `${show(value)} (${(value / first).toFixed(2)} ×)`;
const labels = { plain: 'the plainest handler', kit: 'the kit' };

/** The section about the backend in a page that may have one already: it is the last one. */
export const serverSectionOf = (page) => {
  const at = page.indexOf(`\n${heading}\n`);
  return at < 0 ? '' : page.slice(at + 1);
};

/** A page with this section in the place of its old one. */
export function withServerSection(page, section) {
  const old = serverSectionOf(page);
  return `${page.slice(0, page.length - old.length).trimEnd()}\n\n${sectionOf(section)}`;
}

function sectionOf({ results, requests, concurrent, processors, load, date }) {
  const [plain] = results;
  const ms = (value) => value.toFixed(1);
  const megabytes = (value) => (value / 1e6).toFixed(0);
  const rows = results.map(({ name, p50, p99, rss, growth, delay, errors }) =>
    row([
      labels[name],
      ratio(p50, plain.p50, ms),
      ratio(p99, plain.p99, ms),
      `${megabytes(rss)} (${(growth / 1000).toFixed(0)})`,
      ms(delay),
      String(errors),
    ]),
  );
  const isBusy = load > processors / 2;
  return `${heading}

The kit (\`GET /session\`) beside the plainest handler that makes the same two calls to a Dwolla that takes 50 ms for each, with no
check, no timeout and no error text. Written by

\`\`\`sh
npm run bench:server
\`\`\`

on ${date}: ${requests.toLocaleString('en')} requests, ${concurrent} at a time, in ten rounds in which the two took turns, each server in a process of its own on one machine of ${processors} processors.
${isBusy ? `\n**The machine was busy with other work** (load ${load.toFixed(1)} before the start): the ratios count, and p99 only roughly.\n` : ''}
- **p50, p99**: ms from a request to the end of its answer; 100 ms of them are Dwolla's. In brackets: how many times the first line.
- **memory**: of the process (RSS) after the last request; in brackets how many kB of its heap the requests have added.
- **event loop**: ms by which the process answered late, p99.

${row(['what', 'p50, ms', 'p99, ms', 'memory, MB (kB added)', 'event loop, ms', 'errors'])}
${row(['---', ...Array(5).fill('---:')])}
${rows.join('\n')}
`;
}
