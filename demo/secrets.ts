/**
 * Which fields of events, sessions and bodies are credentials. They are shown covered and are never written to the console
 * or to storage.
 */
const secretNames =
  /^(url|token|publicToken|paymentId|loginId|processorToken|availableConnectionToken|externalProviderSessionToken|payment_?session_?(secret|token))$/i;

/** Whether the value under this path of names is a credential. */
export function isSecret(path: readonly string[]): boolean {
  const name = path.at(-1) ?? '';
  if (secretNames.test(name)) return true;
  return name === 'href' && /^external-?provider-?session$/i.test(path.at(-2) ?? '');
}

/** A copy without credentials, for what is kept while the page is left. */
export function withoutSecrets(value: unknown, path: readonly string[] = []): unknown {
  if (typeof value === 'string') return isSecret(path) ? '••••••••' : value;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, path));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withoutSecrets(item, [...path, name])]),
  );
}
