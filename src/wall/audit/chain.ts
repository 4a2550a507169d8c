/**
 * The chain: each line ends with an HMAC over its own text and the line before it. A line that is altered,
 * left out, inserted or moved makes its own hash or the next one wrong, and nobody can make another without
 * the key.
 */
import { createHmac, type KeyObject } from 'node:crypto';

/** The hash that stands before the very first line. */
export const nothingBefore = '';

const tail = /^,"hash":"([\w-]{43})"\}$/;
const tailBytes = ',"hash":""}'.length + 43;
const brace = Buffer.from('}');

/** Returns the hash of a line: `text` is the line as JSON, without its hash. */
export function hashOf(key: KeyObject, before: string, text: Uint8Array | string): string {
  return createHmac('sha256', key).update(`${before}\n`).update(text).digest('base64url');
}

export interface Chained {
  /** The line, without its line end. */
  readonly line: string;
  readonly hash: string;
}

/** Appends `body` to the chain. */
export function chained(key: KeyObject, before: string, body: object): Chained {
  const text = JSON.stringify(body);
  const hash = hashOf(key, before, text);
  return { line: `${text.slice(0, -1)},"hash":"${hash}"}`, hash };
}

/** Takes a line apart without believing any of it; returns undefined if it does not end in a hash. */
export function apart(line: Buffer): { text: Buffer; hash: string } | undefined {
  const at = line.length - tailBytes;
  const hash = at < 1 ? undefined : tail.exec(line.toString('latin1', at))?.[1];
  // The very bytes of the line, whatever they say: they are not normalised.
  return hash === undefined
    ? undefined
    : { text: Buffer.concat([line.subarray(0, at), brace]), hash };
}
