/** A certificate that vouches for itself, as most cameras have one. Needs openssl. */
import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';

export interface SelfSigned {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
  /** Of its key; see SeenKey. */
  readonly fingerprint: string;
}

/** For 127.0.0.1, valid for two days. */
export function selfSigned(): SelfSigned {
  const request =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout - -subj /CN=cam -addext subjectAltName=IP:127.0.0.1 -days 2';
  const pem = execFileSync('openssl', request.split(' '), { stdio: ['ignore', 'pipe', 'ignore'] });
  const [key = ''] = /-----BEGIN PRIVATE[^]*END PRIVATE KEY-----/.exec(pem.toString()) ?? [];
  const [cert = ''] = /-----BEGIN CERT[^]*END CERTIFICATE-----/.exec(pem.toString()) ?? [];
  const info = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  const digest = createHash('sha256').update(info).digest('base64').replace('=', '');
  return { key, cert, fingerprint: `SHA256:${digest}` };
}
