/* What is used of the analyzer, whose own types leave it out. */
declare module '@custom-elements-manifest/analyzer' {
  import type { Package } from 'custom-elements-manifest';
  import type * as typescript from 'typescript';
  export const ts: typeof typescript;
  export function create(options: {
    modules: readonly typescript.SourceFile[];
    plugins: readonly object[];
    context: { readonly dev: boolean };
  }): Package;
}
declare module '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js' {
  export function litPlugin(): readonly object[];
}
