function freeze<Value>(value: Value): Value {
  if (value && typeof value === 'object') Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

/** A copy of plain data that shares nothing with the original and that nobody can change. */
export const frozenCopy = <Value>(value: Value): Value => freeze(JSON.parse(JSON.stringify(value)) as Value);
