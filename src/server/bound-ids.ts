import type { Owner } from './owner.js';
import { ownerKey } from './owner.js';

const utf8 = new TextEncoder();

/**
 * Binds ids to their owner with the application's secret, so that nothing has to be stored: a session id that the browser
 * brings back counts only for the owner it was given to.
 */
export class BoundIds {
  readonly #secret: string;
  #key: Promise<CryptoKey> | null = null;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The id with its seal, `<id>.<43 characters>`. */
  async seal(id: string, owner: Owner): Promise<string> {
    const mac = await crypto.subtle.sign('HMAC', await this.#hmacKey(), sessionText(id, owner));
    return `${id}.${base64Url(new Uint8Array(mac))}`;
  }

  /** The id out of its sealed form, or null when it was never given to this owner. */
  async open(sealed: string, owner: Owner): Promise<string | null> {
    const [id = '', seal = '', ...rest] = sealed.split('.');
    if (rest.length > 0 || id === '' || !/^[\w-]{43}$/.test(seal)) return null;
    const mac = fromBase64Url(seal);
    const good = await crypto.subtle.verify('HMAC', await this.#hmacKey(), mac, sessionText(id, owner));
    return good ? id : null;
  }

  /**
   * The `Idempotency-Key` for Dwolla. The browser's own key is scoped to the owner and to what it is used for, so that one
   * user's key never answers with another's resource; without one every request has its own.
   */
  async idempotencyKey(given: string | null, owner: Owner, purpose: string): Promise<string> {
    if (given === null) return crypto.randomUUID();
    const text = utf8.encode(`idempotency\n${ownerKey(owner)}\n${purpose}\n${given}`);
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', await this.#hmacKey(), text));
    const hex = Array.from(mac.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  #hmacKey(): Promise<CryptoKey> {
    this.#key ??= crypto.subtle.importKey(
      'raw',
      utf8.encode(this.#secret),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign', 'verify'],
    );
    return this.#key;
  }
}

function sessionText(id: string, owner: Owner): Uint8Array<ArrayBuffer> {
  return utf8.encode(`exchange session\n${ownerKey(owner)}\n${id}`);
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
