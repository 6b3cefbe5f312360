import { plainCopy } from './own.js';

/** A copy of plain data that shares nothing with the original and that nobody can change. */
export const frozenCopy = <Value>(value: Value): Value => plainCopy(value, Object.freeze) as Value;
