import { bare, ownFields } from '../../browser/own.js';

/** A string that is not empty, or null. */
export const text = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);

/**
 * The fields of a partner's object that a host may see: those named, where they are plain values of its own.
 * @param source anything
 * @returns an object without a prototype
 */
export function pick(source: unknown, fields: readonly string[]): Record<string, string | number | boolean> {
  const picked: Record<string, string | number | boolean> = bare({});
  const values = ownFields(source);
  for (const field of fields) {
    const value = values[field];
    if (typeof value === 'number' || typeof value === 'boolean') picked[field] = value;
    else if (typeof value === 'string' && value) picked[field] = value.slice(0, 256);
  }
  return picked;
}
