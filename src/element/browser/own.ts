/**
 * The one way to read what others wrote, and to write what others read: nothing that a page put on `Object.prototype` or
 * `Array.prototype` is ever seen as a field, an option or a method.
 */

/** Fields of an object without a prototype. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Takes the prototype off an object literal, so that an option lookup finds own properties only. Browsers
 * read dictionaries (`addEventListener`, event constructors, `fetch`) with everything inherited.
 * @returns the same object
 */
export const bare = <Value extends object>(literal: Value): Value =>
  Object.setPrototypeOf(literal, null) as Value;

/** The own enumerable fields of an object, without a prototype. None for anything else, arrays included. */
export const ownFields = (value: unknown): Fields => bare(isObject(value) ? { ...value } : {});

/** Whether a value is an object with fields of its own to read, which an array is not. */
export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A `toJSON` of the value's own or of its class: one of every object on the page is nobody's. */
function readToJson(value: object): unknown {
  let owner: object | null = value;
  while (owner && owner !== Object.prototype && owner !== Array.prototype) {
    if (Object.hasOwn(owner, 'toJSON')) return Reflect.get(owner, 'toJSON', value);
    owner = Object.getPrototypeOf(owner) as object | null;
  }
  return undefined;
}

/**
 * What JSON would make of a value, without the detour by text, on which a page's own `toJSON` could change it
 * (Prototype.js turns every array into a string).
 * @param value anything
 * @param finish applied to every object and array of the copy
 * @returns a copy that shares nothing with the value; functions and symbols are left out
 * @throws TypeError for a BigInt, RangeError for a cycle, or what a getter throws
 */
export function plainCopy(
  value: unknown,
  finish: <Part extends object>(part: Part) => Part = (part) => part,
): unknown {
  if (typeof value === 'bigint') throw new TypeError('A BigInt is no plain data.');
  if (typeof value !== 'object' || value === null)
    return typeof value === 'function' || typeof value === 'symbol' ? undefined : value;
  const toJson = readToJson(value);
  if (typeof toJson === 'function') return plainCopy(Reflect.apply(toJson, value, ['']), finish);
  if (Array.isArray(value))
    // By name, not by its own method: a copy may have no prototype.
    return finish(Array.prototype.map.call(value, (item) => plainCopy(item, finish) ?? null));
  const entries = Object.entries(value).map(([name, field]) => [name, plainCopy(field, finish)] as const);
  return finish(Object.fromEntries(entries.filter(([, field]) => field !== undefined)));
}

/** JSON text of plain data, whatever the page has put on its prototypes. */
export const toJson = (value: unknown, indent?: number): string =>
  JSON.stringify(plainCopy(value, bare), null, indent);
