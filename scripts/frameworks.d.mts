/** By framework: the development server, the folder of the built pages, and what remembers packages of before. */
export const apps: Readonly<
  Record<
    'vue' | 'angular' | 'react' | 'svelte',
    { readonly dev: readonly string[]; readonly built: string; readonly caches: readonly string[] }
  >
>;

/** Projects that the tests alone use: what builds each of them, with which environment, and what remembers packages of before. */
export const testedProjects: Readonly<
  Record<
    'next' | 'unit-tests' | 'express' | 'worker' | 'commonjs',
    {
      readonly builds: readonly {
        readonly script: string;
        readonly environment: Readonly<Record<string, string>>;
      }[];
      readonly caches: readonly string[];
    }
  >
>;
