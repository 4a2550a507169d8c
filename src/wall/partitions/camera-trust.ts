/** What an operator says of how a camera proves itself: its TLS keys, its authorities, its name. */
import { X509Certificate } from 'node:crypto';
import { Failure } from '../../common/failures.ts';
import type { SourceSettings } from './camera-address.ts';
import { hasName, hostOf } from './url-place.ts';

export type CameraTrust = Pick<SourceSettings, 'keys' | 'ca' | 'trustName'>;

const longestCa = 65_536;
/** Keys that one camera may prove itself by: one for each of its URLs, and those that it had before. */
const maxKeys = 16;
const certificateForm = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Prints the fingerprint that `readKey` reads. */
const printsKey =
  'echo SHA256:$(openssl s_client -connect HOST:PORT </dev/null 2>/dev/null | openssl x509 -noout -pubkey | ' +
  'openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary | base64)';

/**
 * Reads a TLS key's fingerprint as SeenKey has it: `SHA256:` and 43 characters of base64. Padding and the
 * letters of base64url are accepted, too. @throws Failure `bad-request`
 */
export function readKey(text: string): string {
  const plain = text.trim().replaceAll('-', '+').replaceAll('_', '/');
  const [, digest = ''] = /^SHA256:([A-Za-z0-9+/]{43})=?$/.exec(plain) ?? [];
  // The last character stands for four bits, so some spellings are of no digest at all.
  const whole = Buffer.from(digest, 'base64').toString('base64').replace('=', '');
  if (digest === '' || whole !== digest) {
    throw new Failure(
      'bad-request',
      "a TLS key is named by SHA-256 of its SubjectPublicKeyInfo, SHA256: and 43 characters of base64; this prints a camera's: " +
        printsKey,
    );
  }
  return `SHA256:${digest}`;
}

function readCa(text: string): string {
  const certificates = text.match(certificateForm) ?? [];
  const genuine = certificates.length > 0 && certificates.every(isCertificate);
  if (!genuine || text.length > longestCa) {
    throw new Failure('bad-request', 'the file of authorities holds no certificate in PEM form');
  }
  // Anything else in the file, such as a private key, is not kept.
  return `${certificates.join('\n')}\n`;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

/** @throws Failure `bad-request` for what is no fingerprint, or no certificate, or too many keys. */
export function readTrust({ keys, ca, trustName }: CameraTrust): CameraTrust {
  if (keys !== undefined && new Set(keys).size > maxKeys) {
    throw new Failure(
      'bad-request',
      `there are more than ${maxKeys} TLS keys; give those that the camera has now`,
    );
  }
  return {
    ...(keys !== undefined && { keys: [...new Set(keys.map(readKey))] }),
    ...(ca !== undefined && { ca: readCa(ca) }),
    ...(trustName !== undefined && { trustName }),
  };
}

/** Returns the host names in the URLs of a camera, without the addresses. Skips what is not a URL. */
export function namesOf({ stream, still, onvif }: SourceSettings): readonly string[] {
  return [stream, still, onvif].flatMap((url) => {
    if (url === undefined || !URL.canParse(url)) return [];
    const at = new URL(url);
    return hasName(at) ? [hostOf(at)] : [];
  });
}

/**
 * Returns `source` with the trust that was given before and is not given anew. A name stays vouched for as
 * long as it is the same.
 */
export function keepTrust(before: SourceSettings, source: SourceSettings): SourceSettings {
  const known = namesOf(before);
  const same = namesOf(source).every((name) => known.includes(name));
  return {
    ...(before.keys !== undefined && { keys: before.keys }),
    ...(before.ca !== undefined && { ca: before.ca }),
    ...(before.trustName !== undefined && same && { trustName: before.trustName }),
    ...source,
  };
}
