/**
 * The script tag of a version, with the hash by which a browser knows that it got the file that was built.
 *
 *     npx tsx scripts/script-tag.ts           after a build: writes dist/integrity.json and prints the tag
 *     npx tsx scripts/script-tag.ts --write   for a release: writes the tag into the README as well
 *     npx tsx scripts/script-tag.ts --check   before publishing: fails if the README's tag is not the built file's
 *
 * Every change of a source changes the hash, so the README has the tag of the last release, not of the last commit.
 */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { scriptTagFiles } from './file-sizes.js';

const file = 'dwolla-exchange-link.js';
const marks = /(<!-- script tag -->\n)[\s\S]*?(<!-- \/script tag -->)/;

/** The value of an `integrity` attribute for what a file holds. */
export const integrityOf = (content: string | Buffer): string =>
  `sha384-${createHash('sha384').update(content).digest('base64')}`;

/** By path below `dist`, the script-tag files and everything they may fetch. */
export const builtIntegrity = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...scriptTagFiles, ...globSync('partners/*.js', { cwd: 'dist' }).sort()].map((path) => [
      path,
      integrityOf(readFileSync(`dist/${path}`)),
    ]),
  );

/** The tag with which a page loads a version from a content delivery network that serves npm's packages. */
export const scriptTag = (version: string, integrity: string): string =>
  [
    '<script',
    '  type="module"',
    `  src="https://cdn.jsdelivr.net/npm/dwolla-exchange-link@${version}/dist/${file}"`,
    `  integrity="${integrity}"`,
    '  crossorigin="anonymous"',
    '></script>',
  ].join('\n');

/** The README with a tag in its place. Throws where it has no place for it. */
export function withTag(readme: string, tag: string): string {
  if (!marks.test(readme)) throw new Error('The README has no place for the script tag.');
  return readme.replace(
    marks,
    (_, start: string, end: string) => `${start}\n\`\`\`html\n${tag}\n\`\`\`\n\n${end}`,
  );
}

function run(option: string | undefined): void {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const integrity = builtIntegrity();
  const tag = scriptTag(version, integrity[file] ?? '');
  const readme = readFileSync('README.md', 'utf8');
  if (option === '--check') {
    if (withTag(readme, tag) === readme) return;
    throw new Error('The tag in the README is not that of the built file. Run: npm run release');
  }
  writeFileSync('dist/integrity.json', `${JSON.stringify(integrity, null, 2)}\n`);
  console.log(`\n${tag}\n`);
  if (option === '--write') writeFileSync('README.md', withTag(readme, tag));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) run(process.argv[2]);
