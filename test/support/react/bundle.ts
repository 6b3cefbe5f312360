import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as viteBuild, type Rolldown } from 'vite';

export type ReactVersion = '18' | '19';

/** What is imported as React by its own name, and as our source, comes from here. */
const aliases = (version: ReactVersion): { find: RegExp; replacement: string }[] => [
  { find: /^.*\/src\/frameworks\/react\.js$/, replacement: resolve('dist/react.js') },
  ...(version === '18'
    ? [
        { find: /^react(?=$|\/)/, replacement: resolve('test/hosts/node_modules/react') },
        { find: /^react-dom(?=$|\/)/, replacement: resolve('test/hosts/node_modules/react-dom') },
      ]
    : []),
];

const bundles = new Map<string, Promise<string>>();

/** What is built for one test is the same for every other one of this process. */
function bundle(version: ReactVersion, entry: string, forServer: boolean): Promise<string> {
  const name = `${entry} ${version}`;
  const bundled = bundles.get(name) ?? build(version, entry, forServer);
  bundles.set(name, bundled);
  return bundled;
}

async function build(version: ReactVersion, entry: string, forServer: boolean): Promise<string> {
  const built = (await viteBuild({
    configFile: false,
    logLevel: 'error',
    // React's own checks are what the tests listen to.
    define: { 'process.env.NODE_ENV': '"development"' },
    resolve: { alias: aliases(version) },
    ssr: { noExternal: true },
    build: {
      write: false,
      minify: false,
      ssr: forServer,
      modulePreload: false,
      rolldownOptions: { input: resolve(entry), output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  return built.output[0].code;
}

/** The page's script, with the built component inside. */
export const browserScript = (version: ReactVersion): Promise<string> =>
  bundle(version, 'test/support/react/browser.ts', false);

/** Has the built component rendered by React's server, and answers what that says in the console as well. */
export async function renderOnServer(
  version: ReactVersion,
  settings: object,
): Promise<{ readonly html: string; readonly complaints: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'exchange-link-react-'));
  const file = join(folder, 'server.mjs');
  await writeFile(file, await bundle(version, 'test/support/react/server.ts', true));
  const complaints: string[] = [];
  const { error } = console;
  console.error = (...said) => void complaints.push(said.join(' '));
  try {
    const { toHtml } = (await import(pathToFileURL(file).href)) as { toHtml: (settings: object) => string };
    return { html: toHtml(settings), complaints };
  } finally {
    console.error = error;
    await rm(folder, { recursive: true });
  }
}
