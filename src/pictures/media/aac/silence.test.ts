import { execFile } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { frameUs, passesThrough, silentFrame, silentTrack } from './silence.ts';

const aac = (config: number[], sampleRate: number) =>
  ({ codec: 'aac', sampleRate, channels: 1, config: Uint8Array.from(config) }) as const;

/** An ADTS header (ISO/IEC 13818-7 §6.2) for AAC-LC at 48 kHz. */
function adts(frame: Uint8Array, channels: number): Buffer {
  const length = frame.length + 7;
  const [high, low] = [0x4c | (channels >> 2), (channels & 3) << 6];
  const head = [0xff, 0xf1, high, low, length >> 3, ((length & 7) << 5) | 0x1f, 0xfc];
  return Buffer.concat([Buffer.from(head), frame]);
}

test.each([1, 2, 3, 4, 5, 6])(
  'the frame for %d channels decodes to nothing but zeros',
  async (channels) => {
    const frame = silentFrame(channels);
    if (frame === undefined) throw new Error('no frame');
    const stream = Buffer.concat(Array.from({ length: 50 }, () => adts(frame, channels)));
    const args = ['-v', 'error', '-f', 'aac', '-i', 'pipe:0', '-f', 's16le', 'pipe:1'];
    const pcm = await new Promise<Buffer>((resolve, reject) => {
      const options = { encoding: 'buffer', maxBuffer: 1e8 } as const;
      const child = execFile('ffmpeg', args, options, (error, stdout, stderr) =>
        error || stderr.length > 0 ? reject(error ?? new Error(String(stderr))) : resolve(stdout),
      );
      child.stdin?.end(stream);
    });
    expect(pcm.length).toBe(50 * 1024 * channels * 2);
    expect(pcm.every((byte) => byte === 0)).toBe(true);
  },
);

test('there is none for more channels', () => {
  expect(silentFrame(8)).toBeUndefined();
});

test('a frame lasts 1024 samples of its core’s rate', () => {
  expect(frameUs(silentTrack)).toBeCloseTo(21_333.33, 1);
  expect(frameUs(aac([0x14, 0x08], 16000))).toBe(64_000);
  // HE-AAC: 24 kHz core, 48 kHz out.
  expect(frameUs(aac([0x2b, 0x11, 0x88, 0x00], 48000))).toBeCloseTo(42_666.67, 1);
});

test('passes LC and HE through, and nothing else', () => {
  expect(passesThrough(aac([0x11, 0x88], 48000))).toBe(true);
  expect(passesThrough(aac([0x2b, 0x11, 0x88, 0x00], 48000))).toBe(true);
  expect(passesThrough(aac([0xb9, 0x88], 48000))).toBe(false);
  expect(passesThrough(aac([0x11], 48000))).toBe(false);
});
