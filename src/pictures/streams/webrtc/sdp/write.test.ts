import { expect, test } from '@jest/globals';
import type { Tracks } from '../../../media/unit.ts';
import { browserOffer } from '../testing/offers.ts';
import { choose } from './choose.ts';
import { writeNativeRemote } from './native.ts';
import { offeredTracks, readAnswer } from './offer.ts';
import { parseDescription } from '../../../media/sdp/offer-answer.ts';
import { writeAnswer, writeOffer } from './write.ts';
import type { Local } from './write.ts';

const tracks = (profileLevelId = '64001f', codec?: 'pcmu' | 'pcma' | 'aac'): Tracks => {
  const [sps, pps] = [Uint8Array.of(0x67), Uint8Array.of(0x68)];
  const video = { codec: 'h264', sps, pps, width: 640, height: 480, profileLevelId } as const;
  if (codec === undefined) return { video };
  return codec === 'aac'
    ? { video, audio: { codec, sampleRate: 48000, channels: 1, config: Uint8Array.of(0x11, 0x88) } }
    : { video, audio: { codec, sampleRate: 8000, channels: 1 } };
};

const local: Local = {
  transport: {
    ufrag: 'ours',
    password: 'ourpasswordourpassword',
    fingerprint: 'sha-256 AA',
    setup: 'active',
  },
  candidates: ['candidate:1 1 UDP 1 192.0.2.1 5000 typ host'],
  video: { ssrc: 11, cname: 'c' },
  audio: { ssrc: 22, cname: 'c' },
};

function answer(offer: string, of: Tracks = tracks()): string {
  const description = parseDescription(offer);
  return writeAnswer(description, choose(description, of), local);
}

/** m-line, mid and direction of every section. */
const outline = (sdp: string): string[] =>
  sdp
    .split(/^m=/m)
    .slice(1)
    .map((section) => {
      const [head = ''] = section.split('\r\n');
      const direction = /^a=(sendonly|inactive|recvonly|sendrecv)/m.exec(section)?.[1];
      return `${head} ${/^a=mid:(.*)$/m.exec(section)?.[1]?.trim()} ${direction}`;
    });

const refused = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

test('video and sound are sent, order and mids are the display’s', () => {
  expect(outline(answer(browserOffer(['video', 'audio']), tracks('64001f', 'pcmu')))).toEqual([
    'video 9 UDP/TLS/RTP/SAVPF 112 0 sendonly',
    'audio 9 UDP/TLS/RTP/SAVPF 0 1 sendonly',
  ]);
  const other = answer(browserOffer(['audio', 'video']), tracks('64001f', 'pcma'));
  expect(outline(other)).toEqual([
    'audio 9 UDP/TLS/RTP/SAVPF 8 0 sendonly',
    'video 9 UDP/TLS/RTP/SAVPF 112 1 sendonly',
  ]);
  expect(other).toContain('a=group:BUNDLE 0 1\r\n');
  expect(other.indexOf('a=candidate')).toBeLessThan(other.indexOf('m=video'));
  expect(other.match(/a=rtcp-mux/g)).toHaveLength(2);
});

test('sound the display cannot have is inactive', () => {
  for (const codec of ['aac', undefined] as const) {
    expect(outline(answer(browserOffer(['audio', 'video']), tracks('64001f', codec)))).toEqual([
      'audio 9 UDP/TLS/RTP/SAVPF 111 0 inactive',
      'video 9 UDP/TLS/RTP/SAVPF 112 1 sendonly',
    ]);
  }
});

test('a data channel is refused, more video is inactive', () => {
  const sdp = answer(browserOffer(['data', 'video', 'video']));
  expect(outline(sdp)).toEqual([
    'application 0 UDP/DTLS/SCTP webrtc-datachannel 0 inactive',
    'video 9 UDP/TLS/RTP/SAVPF 112 1 sendonly',
    'video 9 UDP/TLS/RTP/SAVPF 96 2 inactive',
  ]);
  expect(sdp).toContain('a=group:BUNDLE 1 2\r\n');
});

test('what is outside the bundle of the video is refused', () => {
  const offer = browserOffer(['audio', 'video'], (line) =>
    line.startsWith('a=group') ? 'a=group:BUNDLE 1' : line,
  );
  expect(outline(answer(offer, tracks('64001f', 'pcmu')))).toEqual([
    'audio 0 UDP/TLS/RTP/SAVPF 111 9 0 8 110 0 inactive',
    'video 9 UDP/TLS/RTP/SAVPF 112 1 sendonly',
  ]);
});

test.each([
  ['64001f', 112],
  ['640c28', 112],
  ['42e01e', 106],
  ['42001f', 102],
  ['4d401f', 127],
  ['f4001f', 102],
])('a stream of profile %s is sent as payload type %i', (profile, payloadType) => {
  const sdp = answer(browserOffer(['video']), tracks(profile));
  expect(outline(sdp)).toEqual([`video 9 UDP/TLS/RTP/SAVPF ${payloadType} 0 sendonly`]);
  expect(sdp).toContain(`a=rtcp-fb:${payloadType} nack pli\r\n`);
  expect(sdp).not.toContain('transport-cc');
});

test('Main goes to a High decoder before a Baseline one', () => {
  const offer = browserOffer(['video'], (line) => line.replace('4d001f', '42c01f'));
  expect(outline(answer(offer, tracks('4d401f')))[0]).toContain('SAVPF 112 ');
});

test('packetization-mode 1 is taken wherever it is offered, 0 where it is all there is', () => {
  // 104 is of the stream's own profile, but in mode 0.
  const both = browserOffer(['video'], (line) => line.replace(/(fmtp:102 .*)42001f/, '$164001f'));
  expect(outline(answer(both, tracks('42001f')))[0]).not.toContain('SAVPF 104 ');
  const zero = browserOffer(['video'], (line) => line.replace('mode=1', 'mode=0'));
  const sdp = answer(zero, tracks('42e01e'));
  expect(outline(sdp)[0]).toContain('SAVPF 106 ');
  expect(sdp).toContain('packetization-mode=0');
  const two = browserOffer(['video'], (line) => line.replace(/mode=[01]/, 'mode=2'));
  expect(refused(() => answer(two))).toMatchObject({ code: 'bad-request' });
});

test('an m-line without a name is answered without one, and stands in no bundle', () => {
  const offer = browserOffer(['audio', 'video'], (line) => (line.startsWith('a=mid') ? '' : line));
  for (const text of [offer, offer.replace('BUNDLE 0 1', 'BUNDLE #0 #1')]) {
    expect(outline(answer(text, tracks('64001f', 'pcmu')))).toEqual([
      'audio 0 UDP/TLS/RTP/SAVPF 111 9 0 8 110 undefined inactive',
      'video 9 UDP/TLS/RTP/SAVPF 112 undefined sendonly',
    ]);
    expect(answer(text)).not.toContain('BUNDLE');
  }
});

test.each([
  ['has no H.264', browserOffer(['video'], (line) => line.replace('H264', 'VP9'))],
  ['has no video', browserOffer(['audio', 'data'])],
  ['only sends', browserOffer(['video'], (line) => line.replace('recvonly', 'sendonly'))],
  [
    'is rejected already',
    browserOffer(['video'], (line) => line.replace('m=video 9', 'm=video 0')),
  ],
  [
    'is without DTLS',
    browserOffer(['video'], (line) => line.replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP')),
  ],
  ['has no rtcp-mux', browserOffer(['video'], (line) => (line === 'a=rtcp-mux' ? '' : line))],
  ['has no ICE', browserOffer(['video'], (line) => (line.startsWith('a=ice-pwd') ? '' : line))],
])('refuses an offer whose video %s', (_, offer) => {
  expect(refused(() => answer(offer))).toMatchObject({ name: 'Failure', code: 'bad-request' });
});

test('PCMU without rtpmap is payload type 0', () => {
  const offer = browserOffer(['video', 'audio'], (line) =>
    line.startsWith('a=rtpmap:0') ? '' : line,
  );
  expect(outline(answer(offer, tracks('64001f', 'pcmu')))[1]).toContain('SAVPF 0 1 sendonly');
});

test('the native library sees nothing of the display’s own words', () => {
  const offer = browserOffer(['audio', 'video', 'data'], (line) =>
    line.replace('a=mid:1', 'a=mid:x-evil'),
  );
  const text = offer.replace('BUNDLE 0 1 2', 'BUNDLE 0 x-evil 2');
  const native = writeNativeRemote(choose(parseDescription(text), tracks('64001f', 'pcmu')));
  expect(native).not.toMatch(/x-evil|extmap|application|\.local|candidate|opus/);
});

test('our offer names the profile of the stream', () => {
  const offered = offeredTracks(tracks('64001F', 'pcma'));
  const sdp = writeOffer([offered.video, ...(offered.audio ? [offered.audio] : [])], local);
  expect(outline(sdp)).toEqual([
    'video 9 UDP/TLS/RTP/SAVPF 96 97 0 sendonly',
    'audio 9 UDP/TLS/RTP/SAVPF 8 1 sendonly',
  ]);
  expect(sdp).toContain(
    'a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=64001f',
  );
  expect(sdp).toContain(
    'a=fmtp:97 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  );
  expect(offeredTracks(tracks('42E01F')).video.section.formats).toHaveLength(1);
  expect(sdp).toContain('a=group:BUNDLE 0 1\r\n');
  expect(offeredTracks(tracks('64001f', 'aac')).audio).toBeUndefined();
});

const toOurs = (line: string): string =>
  line
    .replace(/\b96\b/g, '99')
    .replace(/\b102\b/g, '96')
    .replace('actpass', 'active');

test('reads the answer to our offer', () => {
  const offered = offeredTracks(tracks('64001f', 'pcmu'));
  const read = (change: (line: string, mid: string) => string) =>
    readAnswer(parseDescription(browserOffer(['video', 'audio'], change)), offered);
  expect(read(toOurs)).toMatchObject({ transport: { ufrag: 'aB3+', setup: 'active' } });
  expect(read(toOurs).audio).toBe(offered.audio);
  expect(read(toOurs).video.format.payloadType).toBe(96);
  const baseline = read((line) => toOurs(line.replace(/\b102\b/g, '97')));
  expect(baseline.video.format).toMatchObject({
    payloadType: 97,
    fmtp: expect.stringContaining('42e01f'),
  });
  const deaf = read((line, mid) =>
    toOurs(mid === '1' ? line.replace('recvonly', 'inactive') : line),
  );
  expect(deaf.audio).toBeUndefined();
});

test.each([
  ['refuses the picture', (line: string) => toOurs(line).replace('m=video 9', 'm=video 0')],
  ['sends instead', (line: string) => toOurs(line).replace('recvonly', 'sendonly')],
  ['has other formats', (line: string) => line.replace('actpass', 'active')],
  ['has not chosen a DTLS role', (line: string) => toOurs(line).replace('active', 'actpass')],
  ['is without fingerprint', (line: string) => (/fingerprint/.test(line) ? '' : toOurs(line))],
  ['has other mids', (line: string) => toOurs(line).replace('a=mid:', 'a=mid:z')],
])('refuses an answer that %s', (_, change) => {
  const offered = offeredTracks(tracks());
  const text = browserOffer(['video'], change);
  const result = refused(() => readAnswer(parseDescription(text), offered));
  expect(result).toMatchObject({ name: 'Failure', code: 'bad-request' });
});
