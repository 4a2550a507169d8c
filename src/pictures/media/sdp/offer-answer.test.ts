import { expect, test } from '@jest/globals';
import { browserOffer } from '../../streams/webrtc/testing/offers.ts';
import { parseDescription } from './offer-answer.ts';

const refusal = (text: unknown): unknown => {
  try {
    return parseDescription(text);
  } catch (error) {
    return error;
  }
};

test('reads what a browser writes', () => {
  const { sections, bundle } = parseDescription(browserOffer(['audio', 'video', 'data']));
  expect(bundle).toEqual(['0', '1', '2']);
  expect(
    sections.map(({ kind, mid, direction, rejected }) => [kind, mid, direction, rejected]),
  ).toEqual([
    ['audio', '0', 'recvonly', false],
    ['video', '1', 'recvonly', false],
    ['application', '2', 'sendrecv', false],
  ]);
  expect(sections[1]?.formats.find(({ payloadType }) => payloadType === 102)).toEqual({
    payloadType: 102,
    rtpmap: 'H264/90000',
    fmtp: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f',
    feedback: ['ccm fir', 'nack', 'nack pli'],
  });
  expect(sections[1]?.transport).toMatchObject({ ufrag: 'aB3+', setup: 'actpass' });
});

test.each([
  ['no text', undefined],
  ['an object', { sdp: 'v=0' }],
  ['empty', ''],
  ['garbage', '\0\u{1F600}'],
  ['another version', browserOffer().replace('v=0', 'v=1')],
  ['no m-line', 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n'],
  ['64 kB and more', `${browserOffer()}a=${'x'.repeat(65_536)}\r\n`],
  ['thousands of lines', `${browserOffer()}${'a=x\r\n'.repeat(4000)}`],
  [
    'a hundred candidates',
    `${browserOffer()}${'a=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\n'.repeat(100)}`,
  ],
  ['seventeen m-lines', browserOffer(Array.from({ length: 17 }, () => 'data' as const))],
  ['an empty mid', browserOffer(['video'], (line) => line.replace('a=mid:0', 'a=mid:'))],
  ['one mid twice', browserOffer(['video', 'audio'], (line) => line.replace('a=mid:1', 'a=mid:0'))],
  [
    'an m-line of unknown form',
    browserOffer(['video'], (line) => line.replace('m=video 9', 'm=video nine')),
  ],
  [
    'too many formats',
    browserOffer(['video'], (line) =>
      line.startsWith('m=')
        ? `${line} ${Array.from({ length: 130 }, (_, i) => i).join(' ')}`
        : line,
    ),
  ],
])('refuses %s', (_, text) => {
  expect(refusal(text)).toMatchObject({ name: 'Failure', code: 'bad-request' });
});

test('keeps only candidates of literal addresses over UDP', () => {
  const good = [
    'candidate:1 1 udp 2113937151 192.168.1.5 50000 typ host generation 0',
    'candidate:2 1 UDP 1 2001:db8::5 50000 typ srflx raddr 0.0.0.0 rport 0',
  ];
  const bad = [
    'candidate:1 1 udp 1 cecc4028-e1d1-4b42.local 50000 typ host',
    'candidate:1 1 tcp 1 192.168.1.5 9 typ host tcptype active',
    'candidate:1 2 udp 1 192.168.1.5 50000 typ host',
    'candidate:1 1 udp 4294967296 192.168.1.5 50000 typ host',
    'candidate:1 1 udp 1 192.168.1.5 65536 typ host',
    'candidate:1 1 udp 1 192.168.1.5 0 typ host',
    'candidate:1 1 udp 1 192.168.1.555 50000 typ host',
    'candidate:1 1 udp 1 192.168.1.5 50000 typ anything',
  ];
  const added = [...good, ...bad].map((line) => `a=${line}\r\n`).join('');
  const text = browserOffer(['video'], (line) => (line.startsWith('a=candidate') ? '' : line));
  expect(parseDescription(text + added).sections[0]?.candidates).toEqual(good);
});

test.each([
  ['a=ice-ufrag:aB3', /^a=ice-ufrag/],
  [`a=ice-ufrag:${'a'.repeat(257)}`, /^a=ice-ufrag/],
  ['a=ice-ufrag:aB3+ \t', /^a=ice-ufrag/],
  ['a=ice-pwd:short', /^a=ice-pwd/],
  ['a=fingerprint:sha-256 AA:BB', /^a=fingerprint/],
  ['a=fingerprint:md5 AA:BB', /^a=fingerprint/],
])('takes no transport from %s', (line, place) => {
  const text = browserOffer(['video'], (old) => (place.test(old) ? line : old));
  expect(parseDescription(text).sections[0]?.transport).toBeUndefined();
});
