import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'lightningcss';
import { defineConfig, minify, parseSync, type Plugin, type UserConfig } from 'vite';
import { thirdPartyNotices } from './scripts/third-party-notices.js';

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/**
 * The part of the chunks' names that changes with every source, and with every package that is bundled: the files are
 * cached for good. The element knows it too, and so the address of each chunk.
 */
function chunkId(): string {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'package.json', ...globSync('src/**/*.ts').sort()])
    hash.update(readFileSync(file));
  return hash.digest('base64url').slice(0, 8);
}

/**
 * Gives every partner, the timeline, the account step and the client its own copy of the modules they share (script loader,
 * framed base, constructors of states). A shared chunk would be one more request before a partner's UI starts; a copy is a
 * few hundred bytes of a file that is fetched anyway.
 */
function ownCopies(): Plugin {
  const shared =
    /\/src\/(element\/(partners|partners\/shared|browser)\/(?!registry)[\w-]+|element\/script-tag\/place|add-funding-source\/(state|known-account))\.ts/;
  const tagged = /\?of=([\w-]+)$/;
  const lazy =
    /\/src\/(?:element\/(?:partners\/(\w+)|debug\/(timeline))\.ts|add-funding-source\/(account-step)\/[\w-]+\.ts)$|\/script-tag\/shared-in-(chunks)\.ts$/;
  const client = /\/src\/(client)\/[\w-]+\.ts$/;
  return {
    name: 'own-copies',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const [, ...names] =
        (importer && (tagged.exec(importer) ?? lazy.exec(importer) ?? client.exec(importer))) || [];
      const owner = names.find(Boolean);
      if (!importer || !owner || !source.startsWith('.') || importer.includes('/registry')) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      return resolved && shared.test(resolved.id) ? `${resolved.id}?of=${owner}` : resolved;
    },
  };
}

/** Takes the element's style sheet down to what browsers need of it. */
function smallStyles(): Plugin {
  return {
    name: 'small-styles',
    transform: (code, id) =>
      /\/(view|add-funding-source|account-step)\/(form-)?styles\.ts$/.test(id)
        ? {
            code: code.replace(/css`([^`]+)`/, (_, sheet: string) => {
              const { code } = transform({ filename: 'styles.css', code: Buffer.from(sheet), minify: true });
              return `css\`${code.toString().replaceAll('\\', '\\\\')}\``;
            }),
            // Only the sheet itself is moved: every position still belongs to this file.
            map: null,
          }
        : null,
  };
}

/**
 * For the script-tag file of `<dwolla-add-funding-source>`: what it shares with the other file is taken from there, when it
 * runs. Only the modules named here are, so what else it imports of the element would be found twice, and by a test.
 */
function sharedWithExchangeLink(): Plugin {
  const outside = './dwolla-exchange-link.js';
  return {
    name: 'shared-with-exchange-link',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (!importer || !source.startsWith('.')) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (/\/src\/element\/(index|define)\.ts$/.test(resolved?.id ?? ''))
        return { id: outside, external: true };
      const isShared = /\/src\/element\/(shared|browser\/own)\.ts$/.test(resolved?.id ?? '');
      if (!isShared) return resolved;
      const file = /\/account-step\/|=account-step$/.test(importer) ? 'shared-in-chunks' : 'shared';
      return fileURLToPath(new URL(`src/element/script-tag/${file}.ts`, import.meta.url));
    },
  };
}

/** The entry points of the package for browsers, by the name of the file. */
const entryPoints = {
  index: 'src/element/index.ts',
  element: 'src/element/element.ts',
  client: 'src/client/index.ts',
  'add-funding-source': 'src/add-funding-source/index.ts',
  ...Object.fromEntries(
    ['react', 'preact', 'solid', 'svelte', 'vue'].map((name) => [name, `src/frameworks/${name}.ts`]),
  ),
};

/**
 * What can be used without the element is a file of its own, which a bundler takes alone.
 *
 * npm packs files in the order of their names, whatever their folders, and packs anew what lies more than 32 kB before. So a
 * file that repeats a script-tag file has its name, and what comes early in that file is a file before it.
 */
const packageChunks = {
  chunkFileNames: ({ moduleIds }: { readonly moduleIds: readonly string[] }): string =>
    moduleIds.some((id) => id.endsWith('/src/add-funding-source/add-funding-source.ts'))
      ? 'package/dwolla-add-funding-source.js'
      : 'package/[name].js',
  codeSplitting: {
    groups: [
      { name: 'session', test: /\/src\/element\/session\/resolve-partner\.ts$/ },
      {
        name: 'dwolla-exchange-core',
        test: /\/src\/element\/(configuration|events|debug\/recorder|(browser|session)\/[\w-]+|flow\/(hints|load-partner|make-outcome|script-policy|own-nodes))\.ts$/,
      },
    ],
  },
};

const browserBuild = (
  entry: Record<string, string>,
  external: RegExp[],
  output: Partial<typeof packageChunks> | { chunkFileNames: string },
  id = '',
  plugins: readonly Plugin[] = [],
): UserConfig => ({
  define: { __VERSION__: JSON.stringify(version), __CHUNK_ID__: JSON.stringify(id) },
  plugins: [...plugins, smallStyles(), ownCopies(), thirdPartyNotices()],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: false,
    modulePreload: false,
    // For `npm run size`; they are not packed, so no file refers to them.
    sourcemap: 'hidden',
    lib: { entry, formats: ['es'], fileName: (_, file) => `${file}.js` },
    rolldownOptions: {
      external,
      output: {
        ...output,
        minify: true,
        // For React's servers: its hooks run in the browser, and the page of a server may use it all the same.
        banner: ({ fileName }) => (fileName === 'react.js' ? "'use client';" : ''),
      },
    },
  },
});

/**
 * What others have written lies in files of its own: the simulator takes zod from the kit. The kit's folder needs no other.
 */
const thirdParty = {
  groups: [
    { name: 'zod', test: /\/node_modules\/zod\// },
    { name: 'hono', test: /\/node_modules\/hono\// },
  ],
};

/**
 * Minifies for Node. Functions and classes keep their names, and each statement has a line: a stack trace says where it was,
 * and Node, which prints the line of an error that nobody catches, prints no whole file.
 */
function smallForNode(): Plugin {
  const options = {
    module: true,
    compress: { target: 'node20', keepNames: { function: true, class: true } },
    mangle: { keepNames: true },
  };
  return {
    name: 'small-for-node',
    async generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        const { code, errors } = await minify(file.fileName, file.code, options);
        if (errors.length > 0) throw new Error(`${file.fileName}: ${errors[0]?.message}`);
        const [hashbang = ''] = /^#!.*\n/.exec(file.code) ?? [];
        const statements = parseSync(file.fileName, code).program.body;
        file.code = `${hashbang}${statements.map(({ start, end }) => code.slice(start, end)).join('\n')}\n`;
      }
    },
  };
}

/**
 * For Node, the kit and the simulator together: whatever is not Node's own or a peer comes along, so that users install
 * nothing else. Comments stay in the sources and in the types.
 */
const nodeBuild = (entries: readonly string[]): UserConfig => ({
  define: { __CHUNK_ID__: JSON.stringify(chunkId()) },
  plugins: [smallForNode(), thirdPartyNotices(dirname)],
  ssr: { noExternal: true },
  build: {
    target: 'node20',
    outDir: 'dist',
    emptyOutDir: false,
    ssr: true,
    sourcemap: false,
    rolldownOptions: {
      input: Object.fromEntries(entries.map((entry) => [entry, `src/${entry}.ts`])),
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: ({ name }) => (name === 'zod' ? 'server/[name].js' : 'simulator/[name].js'),
        codeSplitting: thirdParty,
      },
    },
  },
});

/**
 * Builds: `script` (one file for a script tag, Lit inside, partners beside it), `script-add-funding-source` (the second
 * one, on top of the first), `autoload`, `package` (for bundlers and servers, Lit
 * outside), `node` (the kit and the simulator). The development server serves the demo page.
 */
export default defineConfig(({ mode }): UserConfig => {
  if (mode === 'script') {
    const id = chunkId();
    return browserBuild(
      { 'dwolla-exchange-link': 'src/element/script-tag/exchange-link.ts' },
      [],
      { chunkFileNames: `partners/[name]-${id}.js` },
      id,
    );
  }
  if (mode === 'script-add-funding-source') {
    const id = chunkId();
    return browserBuild(
      { 'dwolla-add-funding-source': 'src/add-funding-source/index.ts' },
      [],
      { chunkFileNames: `partners/[name]-${id}.js` },
      id,
      [sharedWithExchangeLink()],
    );
  }
  if (mode === 'autoload')
    return browserBuild({ autoload: 'src/element/script-tag/autoload.ts' }, [], {
      chunkFileNames: 'partners/[name].js',
    });
  if (mode === 'package')
    return browserBuild(
      entryPoints,
      [/^lit($|\/)/, /^@lit\//, /^@checkout\.com\//, /^react($|\/)/],
      packageChunks,
    );
  if (mode === 'node')
    return nodeBuild(['server/index', 'simulator/index', 'simulator/driver', 'simulator/cli']);
  return {
    define: { __VERSION__: JSON.stringify(version), __CHUNK_ID__: "''" },
    // Lit as users have it: its development build says in the console that it is one.
    resolve: { conditions: ['module', 'browser', 'production'] },
    server: { host: '127.0.0.1' },
  };
});
