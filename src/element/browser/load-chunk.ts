import { ofDocument } from './document.js';

/** Address of a chunk beside the script-tag file. In an app's own bundle, without __CHUNK_ID__, nobody knows it. */
export const chunkUrl = (name: string): string =>
  new URL(/* @vite-ignore */ `partners/${name}-${__CHUNK_ID__}.js`, import.meta.url).href;

/**
 * Fetches a chunk. Firefox requests a module once, also where that failed; under another address it requests it again. Not
 * in bundles, whose bundlers must see every `import()` whole, and not on pages with an import map, which may hold the hash
 * of what is at the address.
 * @param name of the chunk's file, without what makes it unique
 * @throws what `import()` throws
 */
export async function loadChunk<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (!__CHUNK_ID__ || ofDocument('querySelector')('script[type=importmap]')) throw error;
    return import(/* @vite-ignore */ `${chunkUrl(name)}?again=${Date.now()}`) as Promise<Module>;
  }
}
