/** A certificate that vouches for itself, as most cameras have one. Needs openssl. */
import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, scratchFolder } from './scratch-folder.ts';

export interface SelfSigned {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
  /** Of its key; see SeenKey. */
  readonly fingerprint: string;
}

/** For 127.0.0.1, valid for two days. */
function certificate(key: string, name: string): string {
  const request = `req -x509 ${key} -subj /CN=${name} -addext subjectAltName=IP:127.0.0.1 -days 2`;
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  return execFileSync('openssl', request.split(' '), { stdio: [...stdio] }).toString();
}

const certificateIn = (pem: string): string =>
  /-----BEGIN CERT[^]*END CERTIFICATE-----/.exec(pem)?.[0] ?? '';

/** Returns a new one for 127.0.0.1, in PEM. @throws Error if there is no openssl */
export function selfSigned(): SelfSigned {
  const pem = certificate(
    '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout -',
    'cam',
  );
  const [key = ''] = /-----BEGIN PRIVATE[^]*END PRIVATE KEY-----/.exec(pem) ?? [];
  const cert = certificateIn(pem);
  const info = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  const digest = createHash('sha256').update(info).digest('base64').replace('=', '');
  return { key, cert, fingerprint: `SHA256:${digest}` };
}

/** Another certificate of the same key: whoever trusts the first does not trust it. */
export function signedAgain(first: SelfSigned): SelfSigned {
  const folder = scratchFolder('key');
  try {
    const file = join(folder, 'key.pem');
    writeFileSync(file, first.key, { mode: 0o600 });
    return { ...first, cert: certificateIn(certificate(`-key ${file}`, 'cam-again')) };
  } finally {
    removeFolder(folder);
  }
}
