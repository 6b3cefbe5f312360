/** The package's entry point: the only line of the demo that names it. Importing it defines both elements. */
export * from '../src/add-funding-source/index.js';
