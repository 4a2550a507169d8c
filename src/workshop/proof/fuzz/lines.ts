/** Damages a text of lines, such as SDP: whole lines, words, and what is in them. */
import fc from 'fast-check';

/** Lines that are well-formed somewhere, seldom where they are put. */
const strays = [
  '',
  'v=0',
  'm=video 9 UDP/TLS/RTP/SAVPF 102',
  'm=video 0 RTP/AVP 96',
  'm=audio 0 RTP/AVP 97',
  'm=application 0 RTP/AVP 98',
  'c=IN IP6 ff02::1',
  'a=ice-ufrag:',
  `a=ice-ufrag:${'z'.repeat(256)}`,
  `a=ice-pwd:${'z'.repeat(256)}`,
  'a=setup:passive',
  'a=setup:active',
  'a=setup:holdconn',
  `a=fingerprint:sha-512 ${Array.from({ length: 64 }, () => 'aa').join(':')}`,
  'a=candidate:1 1 udp 1 127.0.0.1 9 typ host',
  'a=candidate:1 1 udp 4294967295 ff02::1 65535 typ relay raddr 0.0.0.0 rport 0',
  'a=candidate:1 1 udp 1 255.255.255.255 1 typ prflx',
  'a=candidate:1 1 udp 1 ::ffff:1.2.3.4 9 typ host',
  'a=candidate:1 1 udp 1 fe80::1%eth0 9 typ host',
  'a=mid:0',
  'a=bundle-only',
  'a=rtpmap:102 H264/90000',
  'a=rtpmap:96 H264/0',
  'a=rtpmap:97 mpeg4-generic/48000/99',
  'a=fmtp:102 packetization-mode=1;profile-level-id=zzzzzz',
  'a=fmtp:96 sprop-parameter-sets=,,,',
  'a=fmtp:96 sprop-parameter-sets=Z00AKpWoHgCJ+WEAAAMAAQAAAwAyhA==,aO48gA==',
  'a=fmtp:97 config=ffffffff;sizelength=99;indexlength=-1',
  'a=control:*',
  'a=control:rtsp://[::',
  `a=control:${'x'.repeat(5_000)}`,
  'a=range:npt=0-',
];

const place = fc.nat(200);
const lineEdit = fc.oneof(
  fc.record({ kind: fc.constant('remove' as const), at: place }),
  fc.record({ kind: fc.constant('insert' as const), at: place, text: fc.constantFrom(...strays) }),
  fc.record({
    kind: fc.constant('replace' as const),
    at: place,
    text: fc.string({ unit: 'binary' }),
  }),
  fc.record({ kind: fc.constant('swap' as const), at: place, with: place }),
  fc.record({ kind: fc.constant('word' as const), at: place, word: fc.nat(12), text: fc.string() }),
  fc.record({ kind: fc.constant('cut' as const), at: place, to: fc.nat(80) }),
  fc.record({
    kind: fc.constant('many' as const),
    at: place,
    times: fc.constantFrom(2, 40, 2_000),
  }),
);
export type LineEdit = typeof lineEdit extends fc.Arbitrary<infer E> ? E : never;

export const lineEdits = fc.array(lineEdit, { minLength: 1, maxLength: 6 });

/** Carries them out, in lines that end in CRLF. */
export function edited(text: string, edits: readonly LineEdit[]): string {
  const lines = text.split('\r\n');
  for (const one of edits) {
    const at = one.at % Math.max(1, lines.length);
    const line = lines[at] ?? '';
    if (one.kind === 'remove') lines.splice(at, 1);
    else if (one.kind === 'insert') lines.splice(at, 0, one.text);
    else if (one.kind === 'replace') lines[at] = one.text;
    else if (one.kind === 'cut') lines[at] = line.slice(0, one.to);
    else if (one.kind === 'many')
      lines.splice(at, 0, ...Array.from({ length: one.times }, () => line));
    else if (one.kind === 'swap') {
      const other = one.with % lines.length;
      [lines[at], lines[other]] = [lines[other] ?? '', line];
    } else {
      const words = line.split(/([ :=/])/);
      words[one.word % words.length] = one.text;
      lines[at] = words.join('');
    }
  }
  return lines.join('\r\n');
}
