/** The package's version; put in by the build and by the test server. */
declare const __VERSION__: string;
