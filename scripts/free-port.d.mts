/** A port that nobody listens on, for a program that is told its port; the first one from `first` on. */
export function freePort(first?: number): Promise<number>;
