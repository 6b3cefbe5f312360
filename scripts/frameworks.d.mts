/** By framework: the development server, the folder of the built pages, and what remembers packages of before. */
export const apps: Readonly<
  Record<
    'vue' | 'angular' | 'react' | 'svelte',
    { readonly dev: readonly string[]; readonly built: string; readonly caches: readonly string[] }
  >
>;
