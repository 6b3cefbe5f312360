import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * Builds a page's script as a user's bundler would, minified, for production.
 *
 * @param {string} page a file of `pages/`, without `.js`
 * @param {{ replace?: Readonly<Record<string, string>>, external?: readonly RegExp[] }} [options] `replace`: addresses
 *   in the packages that are to be those of the simulated partners
 * @returns {Promise<string>} one script
 */
export async function bundle(page, { replace = {}, external = [] } = {}) {
  const fakes = {
    name: 'simulated-partners',
    transform: (code) =>
      Object.entries(replace).reduce((text, [from, to]) => text.replaceAll(from, to), code),
  };
  const result = await build({
    root: here,
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [fakes],
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      lib: { entry: `pages/${page}.js`, formats: ['es'], fileName: page },
      rolldownOptions: { external: [...external], output: { minify: true, codeSplitting: false } },
    },
  });
  return [result].flat()[0].output[0].code;
}
