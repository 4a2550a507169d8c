/** The key with which the other side of a TLS connection proved itself. */
import { createHash } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { SeenKey } from '../../../wall/partitions/origin.ts';

/**
 * Returns the key of a connection that was made without refusing unknown certificates: `vouched` says what
 * the check of chain and name came to. A changed certificate over the same key is the same key. Returns
 * undefined if the other side showed no certificate, or one without a readable key.
 */
export function seenKey(socket: TLSSocket): SeenKey | undefined {
  const info = keyOf(socket);
  if (info === undefined) return undefined;
  const digest = createHash('sha256').update(info).digest('base64').replace('=', '');
  return { fingerprint: `SHA256:${digest}`, vouched: socket.authorized };
}

function keyOf(socket: TLSSocket): Buffer | undefined {
  let info: Buffer | undefined;
  try {
    info = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
  } catch {
    // It cannot be read, and proves nothing.
  }
  return info;
}
