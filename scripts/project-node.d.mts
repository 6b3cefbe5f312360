/** The Node that package-lock.json pins; this one where that package has none for the platform. */
export function projectNode(): string;
/** A `PATH` on which programs that ask for `node` find the project's. */
export function pathWithProjectNode(): string;
