/**
 * Sealing: AES-256-GCM under a key derived for one context (HKDF-SHA-256, RFC 5869).
 *
 * The context (for a camera's address: its camera id) takes part in both the key and the additional
 * data, so a sealed value moved to another row does not open: a mix-up shows nothing.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { Failure } from '../common/failures.ts';
import type { KeyRing, SharedKey } from './keyring.ts';

const ivBytes = 12;
const tagBytes = 16;

/**
 * What HKDF's first step (RFC 5869 §2.2, without a salt) makes of a root key. It is the same for every context, and kept
 * beside the key: a list of a thousand cameras opens thousands of values.
 */
const extracted = new WeakMap<KeyObject, KeyObject>();

function extractedFrom(key: KeyObject): KeyObject {
  const known = extracted.get(key);
  if (known !== undefined) return known;
  const made = createSecretKey(
    createHmac('sha256', Buffer.alloc(32)).update(key.export()).digest(),
  );
  extracted.set(key, made);
  return made;
}

/** HKDF's second step (RFC 5869 §2.3): one block is as long as the key. */
function keyFor(root: SharedKey, context: string): Buffer {
  return createHmac('sha256', extractedFrom(root.key))
    .update(`casement seal ${context}\u0001`)
    .digest();
}

/** Seals `text` for `context`: `<kid>.<base64url of iv, ciphertext and tag>`. */
export function seal(ring: KeyRing, context: string, text: string): string {
  const root = ring.sealing[0];
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', keyFor(root, context), iv);
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  return `${root.kid}.${body.toString('base64url')}`;
}

/**
 * Opens what was sealed for `context`.
 * @throws Failure `internal` if it was altered, sealed for another context, or its key is gone.
 */
export function unseal(ring: KeyRing, context: string, sealed: string): string {
  const dot = sealed.indexOf('.');
  const find = (): SharedKey | undefined =>
    ring.sealing.find(({ kid }) => kid === sealed.slice(0, dot));
  let root = find();
  if (root === undefined) {
    // Another process may have sealed it with a key that has just been made.
    ring.lookAgain?.();
    root = find();
  }
  const body = Buffer.from(sealed.slice(dot + 1), 'base64url');
  try {
    if (root === undefined) throw new TypeError('no such root');
    const iv = body.subarray(0, ivBytes);
    const key = keyFor(root, context);
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(body.subarray(-tagBytes));
    const text = decipher.update(body.subarray(ivBytes, -tagBytes));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    throw new Failure('internal', 'a sealed value cannot be opened');
  }
}
