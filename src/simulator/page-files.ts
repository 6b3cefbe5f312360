import { readFile } from 'node:fs/promises';

/** A file that browsers are served, as it lies in a partner's `pages/`. */
export interface PageFile {
  readonly text: string;
  /** Value of `Content-Type`. */
  readonly mediaType: string;
}

const mediaTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** A partner (or `shared`) and a file name in small letters, digits and hyphens: nothing that could climb out of `pages/`. */
const pagePath = /^(?<partner>[a-z0-9-]+)\/(?<file>[a-z0-9-]+\.(?<extension>html|js|css))$/;

/** Not written as one literal `new URL`, which bundlers take for an asset and inline; the build copies the folder. */
const here = import.meta.url;
const partnerFolders = new URL('./partners/', here);

/**
 * Reads a browser file of the simulator by its path below `/simulator` (`plaid/link.html` is
 * `partners/plaid/pages/link.html`). The one place that reads them: the folders lie beside this module, in the sources and in
 * the build alike. Null when the path has not the shape of one, or there is no such file.
 */
export async function readPageFile(path: string): Promise<PageFile | null> {
  const { partner, file, extension = '' } = pagePath.exec(path)?.groups ?? {};
  const mediaType = mediaTypes[extension];
  if (mediaType === undefined) return null;
  try {
    return { text: await readFile(new URL(`${partner}/pages/${file}`, partnerFolders), 'utf8'), mediaType };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
