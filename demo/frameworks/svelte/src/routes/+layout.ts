// A single-page app: the backend serves it as files.
export const ssr = false;
