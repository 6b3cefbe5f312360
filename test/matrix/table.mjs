/** The tables of docs/compatibility.md: one line for each row of the matrix, as it was last run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { rows } from './rows.mjs';

const page = 'docs/compatibility.md';
const start = '<!-- matrix -->';
const end = '<!-- /matrix -->';

/** The lines of a page's tables by row, which is in a comment of the line's first cell. */
function linesOf(text) {
  const lines = [...text.matchAll(/^\|.*<!-- (\S+) -->.*\|$/gm)].map(([line, name]) => [name, line]);
  return Object.fromEntries(lines);
}

function lineOf({ name, versions = [], date = '', outcome, seconds }) {
  const { title, note = '' } = rows[name];
  const shown = versions.map(([one, version]) => `${one} ${version}`).join(', ');
  const result = `${outcome}${note && `. ${note}`}`;
  return `| ${title} <!-- ${name} --> | ${shown} | ${result} | ${date} | ${seconds ?? ''} |`;
}

/** Writes what was run over what was known. A row that was never run says so. */
export async function writeTables(results) {
  const text = readFileSync(page, 'utf8');
  const [before, rest] = text.split(start);
  const [known, after] = rest.split(end);
  const lines = linesOf(known);
  for (const result of results) lines[result.name] = lineOf(result);
  const groups = [...new Set(Object.values(rows).map(({ group }) => group))];
  const tables = groups.map((group) => {
    const members = Object.entries(rows).filter(([, row]) => row.group === group);
    const body = members.map(([name]) => lines[name] ?? lineOf({ name, outcome: 'not run yet' }));
    return `### ${group}\n\n| tool | version | result | date | seconds |\n| --- | --- | --- | --- | --- |\n${body.join('\n')}`;
  });
  const written = `${before}${start}\n\n${tables.join('\n\n')}\n\n${end}${after}`;
  writeFileSync(page, await format(written, { parser: 'markdown', printWidth: 120 }));
}
