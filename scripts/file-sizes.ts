import { globSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';
import { gzipSync } from 'node:zlib';

/** What one source module costs in a built file. */
export interface ModuleSize {
  /** Its path from the root of the project. */
  readonly module: string;
  /** Bytes of its minified code. */
  readonly raw: number;
  /** Bytes by which the file's gzip would shrink without it. All of them together come to less than the file. */
  readonly gzip: number;
}

/** What a built file costs, and whose bytes these are. */
export interface FileSize {
  /** Its path below `dist`. */
  readonly file: string;
  readonly raw: number;
  readonly gzip: number;
  /** The heaviest first. Bytes that no module is behind (wrapping, the name of the map) are in none of them. */
  readonly modules: readonly ModuleSize[];
}

/** As servers and content delivery networks send it at best, without Brotli. */
const gzipped = (text: string): number => gzipSync(text, { level: 9 }).length;

/** `src/element/partners/plaid.ts` of `../../src/element/partners/plaid.ts?of=plaid`. */
const nameOf = (source: string): string => source.replace(/^(\.\.?\/)+/, '').replace(/\?.*$/, '');

/** For each character of a file the module it comes from; the empty name where there is none. */
function ownersOf(text: string, map: SourceMap): readonly string[] {
  return text.split('\n').flatMap((line, at) => {
    const owners = Array.from({ length: line.length }, (_, column) => {
      // Where no module is behind a place, the answer has no source, whatever its type says.
      const entry: Partial<SourceMapping> = map.findEntry(at, column);
      // A place before the first entry of its line is answered with an entry of another line.
      return entry.originalSource !== undefined && entry.generatedLine === at
        ? nameOf(entry.originalSource)
        : '';
    });
    return [...owners, ''];
  });
}

/**
 * Measures a file from what was built and its source map.
 * @param file its path below `dist`
 */
export function measure(file: string): FileSize {
  const text = readFileSync(`dist/${file}`, 'utf8');
  const payload = JSON.parse(readFileSync(`dist/${file}.map`, 'utf8')) as SourceMapPayload;
  const characters = text.split('');
  const owners = ownersOf(text, new SourceMap(payload));
  const gzip = gzipped(text);
  const modules = [...new Set(owners)].filter(Boolean).map((module) => ({
    module,
    raw: Buffer.byteLength(characters.filter((_, at) => owners[at] === module).join('')),
    gzip: gzip - gzipped(characters.filter((_, at) => owners[at] !== module).join('')),
  }));
  modules.sort((one, other) => other.gzip - one.gzip);
  return { file, raw: Buffer.byteLength(text), gzip, modules };
}

/** What a page names in a script tag. */
export const scriptTagFiles = ['dwolla-exchange-link.js', 'dwolla-add-funding-source.js', 'autoload.js'];

/** Everything that a page may fetch for the elements, by a script tag. Throws where nothing is built. */
export function builtFiles(): readonly string[] {
  const files = globSync([...scriptTagFiles, 'partners/*.js'], { cwd: 'dist' }).sort();
  if (!files.includes('dwolla-exchange-link.js')) throw new Error('There is no dist/. Run: npm run build');
  return files;
}

/** `partners/plaid.js` of `partners/plaid-DpU2OvrZ.js`: the name that stays when the content changes. */
export const lastingName = (file: string): string => file.replace(/-[\w-]{8}\.js$/, '.js');
