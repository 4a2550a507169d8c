/**
 * Keyed hashes that stand in the delivery record for what must not stand there itself. HMAC-SHA256,
 * base64url, under a key derived (HKDF, RFC 5869) for one purpose from a sealing key: without the key
 * ring nobody can try out what they stand for.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import type { KeyRing } from './keyring.ts';
import { usualPort } from './usual-port.ts';

export type KeyedHash = (text: string) => string;

/** One for each sealing key, newest first: the first is for writing, all are for comparing. */
function keyedHashes(
  { sealing }: Pick<KeyRing, 'sealing'>,
  purpose: string,
): readonly [KeyedHash, ...KeyedHash[]] {
  const hash = ({ key }: KeyRing['sealing'][0]): KeyedHash => {
    const derived = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), purpose, 32));
    return (text) => createHmac('sha256', derived).update(text).digest('base64url');
  };
  const [newest, ...older] = sealing;
  return [hash(newest), ...older.map(hash)];
}

/** What stands for the network address of a display. */
export const displayPlace = (ring: Pick<KeyRing, 'sealing'>): KeyedHash =>
  keyedHashes(ring, 'casement display place')[0];

/** Host, port, path and query of a URL, spelt one way, without credentials. */
function placeOf(text: string): string {
  const { protocol, hostname, port, pathname, search } = new URL(text);
  const host = hostname.toLowerCase().replace(/\.$/, '');
  return `${host} ${port || (usualPort(protocol) ?? '')} ${pathname}${search}`;
}

/** What stands for where a camera is reached. */
export function cameraSources(ring: Pick<KeyRing, 'sealing'>) {
  const [hash] = keyedHashes(ring, 'casement camera source');
  return ({ rtsp, still }: { readonly rtsp: string; readonly still?: string }) => ({
    stream: hash(placeOf(rtsp)),
    ...(still !== undefined && { still: hash(placeOf(still)) }),
  });
}
