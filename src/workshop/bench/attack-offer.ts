/** An offer as a browser makes it, another one each time: nobody is behind it. */
import { randomBytes } from 'node:crypto';

const fingerprint = Array.from({ length: 32 }, (_, at) => at.toString(16).padStart(2, '0'))
  .join(':')
  .toUpperCase();

/** Returns its SDP, with a name, a password and a fingerprint that no other has. */
export function newOffer(): string {
  const [ufrag, password] = [randomBytes(6), randomBytes(18)].map((bytes) =>
    bytes.toString('base64'),
  );
  const lines = [
    'v=0',
    `o=- ${String(Date.now())}${String(Math.floor(Math.random() * 1e6))} 2 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=video 9 UDP/TLS/RTP/SAVPF 102',
    'c=IN IP4 0.0.0.0',
    'a=rtcp:9 IN IP4 0.0.0.0',
    `a=ice-ufrag:${ufrag ?? ''}`,
    `a=ice-pwd:${password ?? ''}`,
    `a=fingerprint:sha-256 ${fingerprint}`,
    'a=setup:actpass',
    'a=mid:0',
    'a=recvonly',
    'a=rtcp-mux',
    'a=rtpmap:102 H264/90000',
    'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}
