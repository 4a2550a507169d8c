/** Offers as a browser writes them, cut down to what matters, and what a test wants to vary. */

type Kind = 'video' | 'audio' | 'data';

const transport = [
  'a=ice-ufrag:aB3+',
  'a=ice-pwd:5TqkR0bVQnP2o0c1Zr8wXyZa',
  'a=ice-options:trickle',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, (_, i) => (i + 16).toString(16).toUpperCase()).join(':')}`,
  'a=setup:actpass',
];

/** The H.264 variants Chromium offers: payload type, packetization-mode, profile-level-id. */
const h264: readonly (readonly [number, number, string])[] = [
  [102, 1, '42001f'],
  [104, 0, '42001f'],
  [106, 1, '42e01f'],
  [108, 0, '42e01f'],
  [127, 1, '4d001f'],
  [125, 0, '4d001f'],
  [112, 1, '64001f'],
];

const bodies: Readonly<Record<Kind, readonly string[]>> = {
  video: [
    `m=video 9 UDP/TLS/RTP/SAVPF 96 ${h264.map(([pt]) => pt).join(' ')}`,
    'c=IN IP4 0.0.0.0',
    'a=rtcp:9 IN IP4 0.0.0.0',
    'a=candidate:1302092707 1 udp 2113937151 cecc4028-e1d1-4b42-bb0b-25c00c1b84b3.local 37435 typ host generation 0 network-cost 999',
    'a=candidate:842163049 1 udp 1677729535 198.51.100.7 37435 typ srflx raddr 0.0.0.0 rport 0 generation 0 network-cost 999',
    ...transport,
    'a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
    'a=recvonly',
    'a=rtcp-mux',
    'a=rtcp-rsize',
    'a=rtpmap:96 VP8/90000',
    ...h264.flatMap(([pt, mode, profile]) => [
      `a=rtpmap:${pt} H264/90000`,
      `a=rtcp-fb:${pt} goog-remb`,
      `a=rtcp-fb:${pt} transport-cc`,
      `a=rtcp-fb:${pt} ccm fir`,
      `a=rtcp-fb:${pt} nack`,
      `a=rtcp-fb:${pt} nack pli`,
      `a=fmtp:${pt} level-asymmetry-allowed=1;packetization-mode=${mode};profile-level-id=${profile}`,
    ]),
  ],
  audio: [
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 9 0 8 110',
    'c=IN IP4 0.0.0.0',
    'a=rtcp:9 IN IP4 0.0.0.0',
    ...transport,
    'a=recvonly',
    'a=rtcp-mux',
    'a=rtpmap:111 opus/48000/2',
    'a=fmtp:111 minptime=10;useinbandfec=1',
    'a=rtpmap:9 G722/8000',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:110 telephone-event/48000',
  ],
  data: [
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    ...transport,
    'a=sctp-port:5000',
    'a=max-message-size:262144',
  ],
};

/** @param change applied to every line; an empty text removes it */
export function browserOffer(
  kinds: readonly Kind[] = ['video', 'audio'],
  change: (line: string, mid: string) => string = (line) => line,
): string {
  const mids = kinds.map((_, index) => String(index));
  const head = [
    'v=0',
    'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mids.join(' ')}`,
    'a=msid-semantic: WMS',
  ].map((line) => change(line, ''));
  const sections = kinds.flatMap((kind, index) => {
    const mid = String(index);
    return [...bodies[kind], `a=mid:${mid}`].map((line) => change(line, mid));
  });
  return [...[...head, ...sections].filter((line) => line !== ''), ''].join('\r\n');
}
