import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { build } from 'vite';
import type { EmbeddingSite } from './embedding-site.js';
import type { Call } from './calls.js';

export type { Call } from './calls.js';

/** A page of the site's site on which a vendor's own library embeds its partner. */
export interface VendorHost {
  /** Shows the page anew, and gives `launch` of its script what it starts with. */
  open(start: unknown, context?: BrowserContext): Promise<Page>;
}

/** Bundles a partner's page of `test/partner-packages` together with the vendor's library. */
export async function vendorHost(site: EmbeddingSite, name: string): Promise<VendorHost> {
  const script = await bundle(
    fileURLToPath(new URL(`../../../partner-packages/${name}-page.ts`, import.meta.url)),
  );
  const html = `<div id="here"></div><script>${script.replaceAll('</script', '<\\/script')}</script>`;
  return {
    async open(start, context) {
      const page = await site.open({ html }, context);
      await page.evaluate(`void launch(${JSON.stringify(start)})`);
      return page;
    },
  };
}

async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    // The project's own: that of the folder is for MX's widget.
    resolve: {
      alias: { react: resolve('node_modules/react'), 'react-dom': resolve('node_modules/react-dom') },
    },
    build: { write: false, lib: { entry, formats: ['iife'], name: 'host' } },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
    'output' in one ? one.output : [],
  );
  const chunk = outputs.find((output) => output.type === 'chunk');
  if (chunk === undefined) throw new Error(`Nothing was built of ${entry}.`);
  return chunk.code;
}

/** Every callback so far but those of the names given. */
export async function callsOf(page: Page, ...without: readonly string[]): Promise<readonly Call[]> {
  return (await page.evaluate<Call[]>('calls')).filter(({ name }) => !without.includes(name));
}

/** Waits for the newest call of a callback, and answers what it was given. */
export async function waitForCall(page: Page, name: string): Promise<readonly unknown[]> {
  const wanted = await page.waitForFunction<Call | undefined, string>(
    (callback) => window.calls.findLast((call) => call.name === callback),
    name,
  );
  return (await wanted.jsonValue())?.values ?? [];
}
