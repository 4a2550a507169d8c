import { execFile } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { silentFrame } from './silence.ts';

/** With an ADTS header (ISO/IEC 13818-7 §6.2) for AAC-LC at 48 kHz. */
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
