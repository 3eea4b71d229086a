/**
 * What is kept on this device is sealed for one person. The secret comes with that person's session and is held in
 * memory alone: after signing out, or when the tab is gone, the device holds nothing that anybody can read.
 */

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

const SECRET_BYTES = 32;
const IV_BYTES = 12;
const utf8 = new TextEncoder();

export class Vault {
  /** Whose it is, without saying so: the same every time for the same person. */
  readonly owner: string;
  readonly #key: CryptoKey;
  readonly #names: CryptoKey;

  private constructor(owner: string, key: CryptoKey, names: CryptoKey) {
    this.owner = owner;
    this.#key = key;
    this.#names = names;
  }

  /** From the 32 bytes, in base64, that come with the person's session. Null where the browser cannot seal. */
  static async open(secret: string): Promise<Vault | null> {
    // Browsers seal in secure contexts only: HTTPS, or this machine.
    if (!globalThis.crypto?.subtle) return null;
    const bytes = Uint8Array.from(atob(secret), (char) => char.charCodeAt(0));
    if (bytes.length !== SECRET_BYTES) throw new Error('the outbox key is not 32 bytes');
    const base = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey', 'deriveBits']);
    bytes.fill(0);
    const [key, names, owner] = await Promise.all([
      crypto.subtle.deriveKey(forUse('content'), base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
      crypto.subtle.deriveKey(forUse('names'), base, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']),
      crypto.subtle.deriveBits(forUse('owner'), base, 128),
    ]);
    return new Vault(hex(owner), key, names);
  }

  /** A name for something kept: tells nobody else what it is. */
  async name(plain: string): Promise<string> {
    return hex(await crypto.subtle.sign('HMAC', this.#names, utf8.encode(plain)));
  }

  /** Bound to the place where it lies: moved elsewhere it does not open. */
  async seal(value: unknown, place: string): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8.encode(place) }, this.#key, utf8.encode(JSON.stringify(value)));
    return { iv, data };
  }

  /** What was sealed. Throws when it is another person's, or has been tampered with. */
  async open({ iv, data }: Sealed, place: string): Promise<unknown> {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: utf8.encode(place) }, this.#key, data);
    return JSON.parse(new TextDecoder().decode(plain));
  }
}

function forUse(use: string): HkdfParams {
  return { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8.encode(`tavle ${use}`) };
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
