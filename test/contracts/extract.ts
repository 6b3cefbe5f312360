/**
 * Writes `dwolla-openapi-extract.json`: the operations of Dwolla's published API description that the kit and the simulator
 * are checked against, with their schemas, without prose and code samples.
 *
 *     npx tsx test/contracts/extract.ts path/to/dwolla-openapi.yml
 *
 * The description is Dwolla's, under the MIT license (see its `info.license`).
 * @see https://github.com/Dwolla/dwolla-openapi
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The paths that are kept, with the methods. */
const operations: readonly string[] = [
  'POST /token',
  'GET /',
  'GET /accounts/{id}',
  'GET /accounts/{id}/funding-sources',
  'POST /customers',
  'GET /customers',
  'GET /customers/{id}',
  'GET /exchange-partners',
  'GET /exchange-partners/{id}',
  'POST /exchanges',
  'GET /exchanges',
  'GET /exchanges/{id}',
  'POST /exchanges/{id}/exchange-sessions',
  'POST /customers/{id}/exchanges',
  'GET /customers/{id}/exchanges',
  'POST /customers/{id}/exchange-sessions',
  'GET /exchange-sessions/{id}',
  'GET /customers/{id}/available-exchange-connections',
  'POST /customers/{id}/funding-sources',
  'GET /customers/{id}/funding-sources',
  'POST /funding-sources',
  'GET /funding-sources/{id}',
  'POST /funding-sources/{id}',
  'GET /funding-sources/{id}/balance',
  'POST /transfers',
  'GET /transfers/{id}',
  'GET /transfers/{id}/failure',
  'POST /webhook-subscriptions',
  'GET /webhook-subscriptions',
  'GET /webhook-subscriptions/{id}',
  'POST /webhook-subscriptions/{id}',
  'DELETE /webhook-subscriptions/{id}',
  'GET /webhook-subscriptions/{id}/webhooks',
];

type Json = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

/**
 * Prose is left out, and examples but for the codes and sentences of errors; a property of a schema may be called the same.
 * @param name what the value is called where it stands
 */
function withoutProse(value: unknown, isNames = false, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutProse(item));
  if (typeof value !== 'object' || value === null) return value;
  const isProse = (key: string): boolean =>
    /^(description|summary|title|tags|operationId|x-.*|deprecated)$/.test(key) ||
    (/^examples?$/.test(key) && !/^(code|message)$/.test(name));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNames || !isProse(key))
      .map(([key, inner]) => [key, withoutProse(inner, key === 'properties' && !isNames, key)]),
  );
}

/** What a document and the schemas it leads to refer to. */
function referencesIn(value: unknown): readonly string[] {
  return [...JSON.stringify(value).matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map(
    ([, name = '']) => name,
  );
}

/** The extract of a whole description. */
export function extractOf(description: unknown): unknown {
  const { openapi, info, paths, components } = fields(description);
  const kept: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const [method = '', path = ''] = operation.split(' ');
    const { requestBody, responses } = fields(fields(fields(paths)[path])[method.toLowerCase()]);
    if (responses === undefined) throw new Error(`The description has no ${operation}.`);
    (kept[path] ??= {})[method.toLowerCase()] = withoutProse({
      ...(requestBody === undefined ? {} : { requestBody }),
      responses,
    });
  }
  const found: Record<string, Record<string, unknown>> = {};
  const open = [...referencesIn(kept)];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const [kind = '', key = ''] = name.split('/');
    if (found[kind]?.[key] !== undefined) continue;
    const component = withoutProse(fields(fields(components)[kind])[key]);
    (found[kind] ??= {})[key] = component;
    open.push(...referencesIn(component));
  }
  const sorted = Object.fromEntries(
    Object.entries(found).map(([kind, entries]) => [
      kind,
      Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1))),
    ]),
  );
  const { title, version, license } = fields(info);
  return { openapi, info: { title, version, license }, paths: kept, components: sorted };
}

const [, script = '', source] = process.argv;
if (script.endsWith('extract.ts') && source !== undefined)
  writeFileSync(
    new URL('./dwolla-openapi-extract.json', import.meta.url),
    `${JSON.stringify(extractOf(parse(readFileSync(source, 'utf8'))), null, 2)}\n`,
  );
