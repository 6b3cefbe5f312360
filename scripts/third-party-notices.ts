import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const fileName = 'THIRD-PARTY-NOTICES.txt';

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

/** The folder of the package that a module belongs to. Folders inside it may have a `package.json` without a name. */
function packageOf(module: string): { readonly folder: string; readonly manifest: Manifest } {
  let folder = dirname(module);
  for (;;) {
    const file = join(folder, 'package.json');
    const manifest = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : {};
    if (manifest.name && manifest.version) return { folder, manifest };
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`${module} belongs to no package.`);
    folder = parent;
  }
}

/** A package's name, version and license text. Throws without a license file: the package must not be published then. */
function noticeOf(folder: string, { name, version, license }: Manifest): string {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  if (!file) throw new Error(`${name} is bundled and has no license file.`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
}

/**
 * Writes the license of every package that a build bundles beside the bundle. It reads what the bundler has kept, so a
 * new dependency needs no line here, and one that is tree-shaken away is not named.
 * @param folderOf where the notices of a chunk belong, by its file's name; by default all of them into the one folder
 */
export function thirdPartyNotices(folderOf: (fileName: string) => string = () => '.'): Plugin {
  return {
    name: 'third-party-notices',
    generateBundle(_, bundle) {
      const folders = new Map<string, Map<string, string>>();
      for (const output of Object.values(bundle))
        if (output.type === 'chunk')
          for (const [id, { renderedLength }] of Object.entries(output.modules)) {
            const [module = ''] = id.split('?');
            if (!renderedLength || !module.includes('/node_modules/') || module.startsWith('\0')) continue;
            const { folder, manifest } = packageOf(module);
            const place = folderOf(output.fileName);
            const notices = folders.get(place) ?? new Map<string, string>();
            folders.set(place, notices.set(manifest.name ?? '', noticeOf(folder, manifest)));
          }
      for (const [place, notices] of folders) {
        const sorted = [...notices.keys()].sort().map((name) => notices.get(name));
        const source = `The files in this folder contain code of these packages.\n\n${sorted.join(`\n${'-'.repeat(80)}\n\n`)}`;
        this.emitFile({ type: 'asset', fileName: join(place, fileName), source });
      }
    },
  };
}
