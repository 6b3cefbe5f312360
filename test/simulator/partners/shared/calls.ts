/** One callback of a vendor's library, with copies of what it was given. */
export interface Call {
  readonly name: string;
  readonly values: readonly unknown[];
}

declare global {
  interface Window {
    /** What the library called so far, in its order. */
    calls: Call[];
  }
}

window.calls = [];

/** A callback that writes down that it was called, and with what. Functions among the values are left out. */
export function note(name: string): (...values: readonly unknown[]) => void {
  return (...values) => {
    window.calls.push({ name, values: JSON.parse(JSON.stringify(values)) as unknown[] });
  };
}
