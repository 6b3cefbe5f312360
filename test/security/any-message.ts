import * as fc from 'fast-check';
import type { PartnerName } from '../../src/element/index.js';
import { signals } from './one-outcome/partner-signals.js';

/** What one partner's frames say, all of it. */
export function messagesOf(partner: PartnerName): readonly unknown[] {
  const said: unknown[] = [];
  for (const { send, effect } of Object.values(signals[partner]))
    if (effect.type !== 'none') send({ call: () => undefined, post: (data) => said.push(data) });
  return said;
}

export const framedPartners = ['mx', 'flinks', 'mastercard'] as const;
const all = framedPartners.flatMap(messagesOf);

class Message {
  mx = true;
  type = 'mx/connect/connected/primaryAction';
  step = 'REDIRECT';
}
const cyclic: Record<string, unknown> = { mx: true, type: 'mx/connect/loaded', step: 'REDIRECT' };
cyclic['metadata'] = cyclic;
// Much deeper, and postMessage() runs out of stack.
const depth = 500;
const deep = JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown;

/** True ones in an odd form. */
const disguised: readonly unknown[] = [
  new Message(),
  cyclic,
  Object.create({ mx: true, type: 'mx/connect/connected/primaryAction' }),
];

/** Odd ones, which chance would not find, and which are nobody's. */
const odd: readonly unknown[] = [
  undefined,
  null,
  0,
  -0,
  NaN,
  Infinity,
  10n ** 40n,
  '',
  ' ',
  '{',
  '[]',
  'null',
  'x'.repeat(1_000_000),
  `{"step":"${'REDIRECT'.repeat(20_000)}"}`,
  deep,
  new Map<unknown, unknown>([
    ['mx', true],
    ['type', 'done'],
    ['step', 'REDIRECT'],
  ]),
  new Set(['done']),
  new Uint8Array(64),
  new Float64Array([NaN]),
  new ArrayBuffer(8),
  new DataView(new ArrayBuffer(8)),
  new Blob(['{"type":"done"}']),
  new Error('done'),
  new Date(NaN),
  /done/g,
  [{ mx: true, type: 'mx/connect/connected/primaryAction' }],
  Object.assign([], { mx: true, type: 'done', step: 'REDIRECT' }),
  Object(Symbol.iterator),
  Object('done'),
  JSON.parse('{"__proto__":{"mx":true,"type":"done","step":"REDIRECT"}}'),
  JSON.parse('{"constructor":{"prototype":{"mx":true,"type":"done","step":"REDIRECT"}}}'),
  { type: '__proto__' },
  { type: 'constructor' },
  { type: 'hasOwnProperty' },
  { type: 'toString', data: { code: 'x' } },
  { mx: 'true', type: 'mx/connect/connected/primaryAction' },
  { mx: 1, type: 'mx/connect/connected/primaryAction' },
  { mx: true, type: 'mx' },
  { mx: true, type: 'mx/' },
  { mx: true, type: ['mx/connect/connected/primaryAction'] },
  { mx: true, type: 'mx/connect/connected/primaryAction\n' },
  { mx: true, type: `mx/${'a'.repeat(81)}` },
  { mx: true, type: 'mx/connect/…' },
  { mx: true, type: 'https://evil.test/mx/load' },
  { step: ['REDIRECT'] },
  { step: { toString: 'REDIRECT' } },
  { step: 'RE DIRECT' },
  { step: 'REDIRECT\n' },
  { step: 'A'.repeat(65) },
  { flinksCode: 7 },
  { step: true },
  { type: ['done'] },
  { type: 'DONE' },
  { type: 'done ' },
  { type: null },
  { Type: 'done' },
];

const fields = ['mx', 'type', 'metadata', 'step', 'flinksCode', 'url', 'loginId', 'data', '__proto__'];

const anything = fc.anything({
  maxDepth: 3,
  key: fc.oneof(fc.string(), fc.constantFrom(...fields, 'constructor', 'prototype', 'toString')),
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

/** Messages of every type and shape, true ones of every partner among them: for senders whom nobody may believe. */
export const anyMessage: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...all),
  fc.constantFrom(...all.filter((data) => typeof data === 'object').map((data) => JSON.stringify(data))),
  fc.constantFrom(...odd, ...disguised),
  anything,
  fc
    .tuple(fc.constantFrom(...all), fc.constantFrom(...fields), anything)
    .map(([message, field, value]) =>
      Object.fromEntries([...Object.entries(Object(message) as object), [field, value]]),
    ),
);

/** Messages that are none of the partner's, even out of its own frame. */
export const noMessageOf = (partner: PartnerName): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom(...framedPartners.filter((other) => other !== partner).flatMap(messagesOf)),
    fc.constantFrom(...odd),
    // With the fields that count left out, nothing can come of it.
    anything.map((value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value).filter(([name]) => !/^(mx|type|step|flinksCode)$/.test(name)),
          )
        : typeof value === 'string'
          ? `${value}"`
          : value,
    ),
  );

/** What a message is, however strange it is. */
export function show(data: unknown): string {
  try {
    return fc.stringify(data).slice(0, 300);
  } catch {
    return 'something too deep to be shown';
  }
}
