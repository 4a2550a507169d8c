/**
 * The chain: each line ends with an HMAC over its own text and the one before it. A line altered,
 * left out, put in or moved makes its own hash or the next one wrong, and without the key no other
 * can be made.
 */
import { createHmac, type KeyObject } from 'node:crypto';

/** What stands before the first line of all. */
export const nothingBefore = '';

const tail = /^,"hash":"([\w-]{43})"\}$/;
const tailBytes = ',"hash":""}'.length + 43;
const brace = Buffer.from('}');

/** The hash of a line: `text` is the line as JSON, without its hash. */
export function hashOf(key: KeyObject, before: string, text: Uint8Array | string): string {
  return createHmac('sha256', key).update(`${before}\n`).update(text).digest('base64url');
}

export interface Chained {
  /** The line, without its end. */
  readonly line: string;
  readonly hash: string;
}

/** Hangs `body` onto the chain. */
export function chained(key: KeyObject, before: string, body: object): Chained {
  const text = JSON.stringify(body);
  const hash = hashOf(key, before, text);
  return { line: `${text.slice(0, -1)},"hash":"${hash}"}`, hash };
}

/** A line taken apart, nothing of it believed yet; undefined where it does not end in a hash. */
export function apart(line: Buffer): { text: Buffer; hash: string } | undefined {
  const at = line.length - tailBytes;
  const hash = at < 1 ? undefined : tail.exec(line.toString('latin1', at))?.[1];
  // The very bytes of the line, whatever they say: nothing about them is normalised.
  return hash === undefined
    ? undefined
    : { text: Buffer.concat([line.subarray(0, at), brace]), hash };
}
