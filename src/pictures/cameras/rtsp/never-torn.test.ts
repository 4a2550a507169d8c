/**
 * @takes 35 s
 * @computes
 */
import { expect, test } from '@jest/globals';
import type { Picture } from '../../media/h264/picture-assembler.ts';
import { decode, encodeClip, type Packing, pictures } from '../../media/testing/h264.ts';
import { packetsOf, reader } from '../../media/testing/reader.ts';
import { describeWith } from './testing/tools.ts';

/** Small numbers that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The same packet with its forbidden bit, and one more, turned over. */
function forbidden(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(12) ^ 0x81, 12);
  return copy;
}

describeWith('ffmpeg', 'never a torn picture', () => {
  test.each<[string, number, Packing]>([
    ['one slice', 1, {}],
    ['one slice, small packets', 1, { mtu: 200 }],
    ['four slices', 4, { mtu: 400 }],
    ['four slices, aggregated', 4, { aggregate: true }],
    ['four slices, each marked', 4, { marker: 'every-nal' }],
    ['four slices, none marked', 4, { marker: 'never' }],
  ])('%s: what survives loss decodes to what was sent', async (_, slices, packing) => {
    const source = pictures(await encodeClip({ slices }));
    const reference = await decode(source.flat());
    expect(reference.pictures).toHaveLength(source.length);
    const random = seeded(slices * 31 + (packing.mtu ?? 0));
    const survivors: Picture[] = [];
    for (let round = 0; round < 40; round += 1) {
      const { got, push } = reader();
      for (const bytes of packetsOf(source, packing)) {
        const fate = random();
        if (fate < 0.01) continue;
        if (fate < 0.015) push(bytes.subarray(0, fate < 0.0125 ? 12 : 13));
        else if (fate < 0.02) [bytes, bytes].forEach(push);
        else if (fate < 0.025) push(forbidden(bytes));
        else push(bytes);
      }
      survivors.push(...got);
    }
    expect(survivors.length).toBeGreaterThan(source.length);
    const decoded = await decode(survivors.flatMap(({ nals }) => nals));
    expect(decoded.complaints).toBe('');
    expect(decoded.pictures).toEqual(
      survivors.map(({ rtpTimestamp }) => reference.pictures[rtpTimestamp / 6_000]),
    );
  });
});
