import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../failures.ts';
import { createWebRtcEngine } from './engine.ts';
import type { WebRtcEngine } from './peer.ts';
import { openTestCameras } from './testing/camera.ts';
import type { TestCamera, TestCameras } from './testing/camera.ts';
import { browserOffer } from './testing/offers.ts';

let cameras: TestCameras;
let camera: TestCamera;
let engine: WebRtcEngine;
const faults: unknown[] = [];
beforeAll(async () => {
  cameras = openTestCameras();
  camera = cameras.camera('birch/garden');
  const log = { warn: (fields: object) => void faults.push(fields) };
  engine = await createWebRtcEngine({ udpPort: 0, connectTimeoutMs: 5000, maxPeers: 50, log });
});
afterAll(async () => {
  await engine.close();
  await cameras.close();
});

/** Lines that are well-formed somewhere, seldom where they are put. */
const strays = [
  '',
  'm=video 9 UDP/TLS/RTP/SAVPF 102',
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
  'a=candidate:1 1 udp 1 0.0.0.0 9 typ host',
  'a=candidate:1 1 udp 1 fe80::1%eth0 9 typ host',
  'a=mid:0',
  'a=bundle-only',
  'a=rtpmap:102 H264/90000',
  'a=fmtp:102 packetization-mode=1;profile-level-id=zzzzzz',
];

const place = fc.nat(200);
const edit = fc.oneof(
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
);
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

function apply(text: string, edits: readonly Edit[]): string {
  const lines = text.split('\r\n');
  for (const one of edits) {
    const at = one.at % lines.length;
    const line = lines[at] ?? '';
    if (one.kind === 'remove') lines.splice(at, 1);
    else if (one.kind === 'insert') lines.splice(at, 0, one.text);
    else if (one.kind === 'replace') lines[at] = one.text;
    else if (one.kind === 'cut') lines[at] = line.slice(0, one.to);
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

const kinds = fc.constantFrom(
  ['video', 'audio'] as const,
  ['audio', 'video'] as const,
  ['data', 'video', 'video', 'audio'] as const,
);
const ours = (line: string): string =>
  line
    .replace(/\b96\b/g, '99')
    .replace(/\b102\b/g, '96')
    .replace('actpass', 'active');

test('no description from a display does worse than being refused', async () => {
  const { feed, tracks } = camera;
  let [opened, ended, taken] = [0, 0, 0];
  const request = { feed, tracks, admit() {}, onEnd: () => void (ended += 1) };
  const edits = fc.array(edit, { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(kinds, edits, fc.boolean(), async (order, changes, weOffer) => {
      try {
        const offer = weOffer ? {} : { offer: apply(browserOffer(order), changes) };
        const peer = await engine.connect({ ...request, ...offer });
        opened += 1;
        try {
          if (weOffer) peer.accept(apply(browserOffer(['video', 'audio'], ours), changes));
          taken += 1;
        } finally {
          peer.end();
        }
      } catch (error) {
        if (!(error instanceof Failure) || error.code !== 'bad-request') throw error;
      }
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 1500) },
  );
  expect(ended).toBe(opened);
  expect(taken).toBeGreaterThan(200);
  expect(faults).toEqual([]);
}, 600_000);
