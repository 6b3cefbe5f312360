import { build } from 'vite';

/**
 * A plugin of web-test-runner that serves the element in a few files, as an app's bundler makes them: in each of the inner
 * pages, of which there are hundreds, the sources would be a hundred files. Lit stays out, as it does for tests of the sources.
 *
 * @param {Record<string, string>} define constants, as esbuild takes them
 * @returns {import('@web/dev-server-core').Plugin}
 */
export function bundledElement(define) {
  const files = new Map();
  return {
    name: 'bundled-element',
    async serverStart() {
      const { output } = await build({
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        define,
        build: {
          write: false,
          minify: false,
          modulePreload: false,
          target: 'es2022',
          rolldownOptions: {
            input: 'src/element/index.ts',
            external: /^lit/,
            output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
          },
        },
      });
      for (const { fileName, code } of output) files.set(`/bundled-element/${fileName}`, code);
    },
    serve: ({ path }) => files.has(path) && { body: files.get(path), type: 'js' },
  };
}
