/**
 * A self-signed certificate (RFC 5280) for one connection, made before the connection is: its
 * fingerprint goes into our offer. WebRTC trusts the fingerprint alone, so nothing else in it counts.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  readonly certificatePem: string;
  readonly keyPem: string;
  /** As in `a=fingerprint` (RFC 8122 §5). */
  readonly fingerprint: string;
}

const dayMs = 86_400_000;
const tag = {
  integer: 0x02,
  bits: 0x03,
  oid: 0x06,
  text: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
};
const ecdsaWithSha256 = Buffer.from('2a8648ce3d040302', 'hex');
const commonName = Buffer.from('550403', 'hex');

/** Makes a fresh P-256 key and its certificate, valid from yesterday for a month. */
export function makeCertificate(): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(tag.sequence, der(tag.oid, ecdsaWithSha256));
  const label = der(tag.sequence, der(tag.oid, commonName), der(tag.text, Buffer.from('webrtc')));
  const name = der(tag.sequence, der(tag.set, label));
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40; // positive, and no leading zero
  const body = der(
    tag.sequence,
    der(tag.integer, serial),
    algorithm,
    name,
    der(tag.sequence, time(Date.now() - dayMs), time(Date.now() + 30 * dayMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = Buffer.concat([Buffer.of(0), sign('sha256', body, privateKey)]);
  const whole = der(tag.sequence, body, algorithm, der(tag.bits, signature));
  const digest = createHash('sha256').update(whole).digest('hex').toUpperCase();
  const lines = whole.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return {
    certificatePem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    fingerprint: `sha-256 ${digest.match(/../g)?.join(':')}`,
  };
}

function der(kind: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(kind, ...(length < 128 ? [length] : long)), content]);
}

/** UTCTime, to the second. */
function time(atMs: number): Buffer {
  const text = new Date(atMs).toISOString().replace(/^..|[-:T]|\..*$/g, '');
  return der(tag.time, Buffer.from(`${text}Z`));
}
