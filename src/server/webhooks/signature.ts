const utf8 = new TextEncoder();

/**
 * Checks `X-Request-Signature-SHA-256`: the hex HMAC-SHA-256 of the raw body under the subscription's secret.
 * @see https://developers.dwolla.com/docs/webhook-subscriptions
 */
export class WebhookSignature {
  readonly #secret: string;
  #key: Promise<CryptoKey> | null = null;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** Whether a header's value is this body's signature. The comparison is WebCrypto's own, which takes constant time. */
  async matches(header: string, body: Uint8Array<ArrayBuffer>): Promise<boolean> {
    if (!/^[\da-f]{64}$/i.test(header)) return false;
    const given = Uint8Array.from(header.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    return crypto.subtle.verify('HMAC', await this.#hmacKey(), given, body);
  }

  #hmacKey(): Promise<CryptoKey> {
    this.#key ??= crypto.subtle.importKey(
      'raw',
      utf8.encode(this.#secret),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['verify'],
    );
    return this.#key;
  }
}
