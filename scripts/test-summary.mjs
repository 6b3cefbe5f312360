/** How many tests each step ran, in each browser. */
export function printTable(results) {
  const row = (cells) =>
    console.log(cells.map((cell, at) => (at ? cell.padStart(8) : cell.padEnd(10))).join(' '));
  const print = ({ name, passed, failed, skipped, seconds, note, notRun }) =>
    notRun
      ? row([name, 'NOT RUN', `  ${notRun}`])
      : row([name, `${passed}`, `${failed}`, `${skipped}`, seconds?.toFixed(1) ?? '', note && `  ${note}`]);
  console.log('\n──── all ────');
  row(['step', 'passed', 'failed', 'skipped', 'seconds']);
  for (const result of results) [result, ...result.inBrowsers].forEach(print);
  for (const { name, inBrowsers } of results)
    for (const browser of inBrowsers.filter(({ notRun }) => notRun))
      console.log(
        `\n!!!! ${name} was NOT RUN in ${browser.name.trim()}: ${browser.notRun}. Nothing is known of it. !!!!`,
      );
}

/** How much of `src/` the tests have run, by lines and by branches. */
export function printCoverage(results) {
  const measured = results.filter(({ coverage }) => coverage);
  if (!measured.length) return;
  const percent = ({ covered, total }) => `${((100 * covered) / total).toFixed(2)} %`;
  const print = (name, { lines, branches }) =>
    console.log(`${name.padEnd(22)} ${percent(lines)} of lines, ${percent(branches)} of branches`);
  console.log('\n──── coverage of src/ ────');
  for (const { coverage } of measured) print(coverage.of, coverage);
  if (measured.length < 2) return;
  const sum = (kind) => ({
    covered: measured.reduce((all, { coverage }) => all + coverage[kind].covered, 0),
    total: measured.reduce((all, { coverage }) => all + coverage[kind].total, 0),
  });
  print('all', { lines: sum('lines'), branches: sum('branches') });
  console.log(
    "The screens of the simulator's partners (src/simulator/partners/*/pages) run end to end and are not measured.",
  );
}

/** Whether a share of the lines and of the branches was run that is enough. */
export const isCovered = ({ lines, branches }) =>
  [lines, branches].every(({ covered, total }) => covered >= 0.95 * total);

const longestMessage = 2000; // characters: a counterexample and where it broke, not a whole page

/** The name, the place and the message of each test that failed, or that passed only when it ran once more. */
export function printFailures(results) {
  const print = (title, field) => {
    const rows = results.flatMap((result) =>
      (result[field] ?? []).map((row) => ({ step: result.name, ...row })),
    );
    if (!rows.length) return;
    console.log(`\n──── ${title} ────`);
    for (const { step, browser, file, name, message = '' } of rows) {
      console.log([step, browser, file, name].filter(Boolean).join(' · '));
      if (message) console.log(message.slice(0, longestMessage).replace(/^/gm, '    '));
    }
  };
  print('passed only when it ran once more', 'flaky');
  print('failed', 'failures');
}
