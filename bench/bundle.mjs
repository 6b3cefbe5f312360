import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * Builds a page's script as a user's bundler would, minified, for production.
 *
 * @param {string} page a file of `pages/`, without `.js`
 * @param {{ external?: readonly RegExp[] }} [options]
 * @returns {Promise<string>} one script
 */
export async function bundle(page, { external = [] } = {}) {
  const result = await build({
    root: here,
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
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
