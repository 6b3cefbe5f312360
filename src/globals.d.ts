/** The package's version; put in by the build and by the test server. */
declare const __VERSION__: string;
/** What the names of the chunks end in, in the script-tag build; else empty. */
declare const __CHUNK_ID__: string;
