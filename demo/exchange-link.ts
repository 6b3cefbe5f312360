/** The package's public door: the only line of the demo that names it. Importing it defines the element. */
export * from '../src/element/index.js';
