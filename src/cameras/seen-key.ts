/** The key with which the other side of a TLS connection proved itself. */
import { createHash } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { OriginRefusal, type SeenKey } from '../partitions/origin.ts';

/**
 * Of a connection that was made without refusing unknown certificates: `vouched` says what the check of
 * chain and name came to. A changed certificate over the same key is the same key.
 * @throws OriginRefusal `certificate` where the other side showed none.
 */
export function seenKey(socket: TLSSocket): SeenKey {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) throw new OriginRefusal('certificate');
  const info = certificate.publicKey.export({ type: 'spki', format: 'der' });
  const digest = createHash('sha256').update(info).digest('base64').replace(/=+$/, '');
  return { fingerprint: `SHA256:${digest}`, vouched: socket.authorized };
}
