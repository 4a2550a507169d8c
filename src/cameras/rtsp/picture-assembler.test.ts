import { describe, expect, test } from '@jest/globals';
import { encodeClip, type Packing, pictures, shippedClip, typeOf } from './testing/h264.ts';
import { packetsOf, reader } from './testing/reader.ts';
import { describeWith } from './testing/tools.ts';

const clip = pictures(shippedClip());
const packings: readonly Packing[] = [
  {},
  { aggregate: true },
  { mtu: 300 },
  { marker: 'every-nal' },
  { marker: 'never' },
];

describe('whole pictures', () => {
  test.each(packings)('all of a clip arrive, packed %j', (packing) => {
    const { got, push } = reader();
    packetsOf([...clip, clip[0] ?? []], packing).forEach(push);
    expect(got.length).toBeGreaterThanOrEqual(clip.length);
    expect(got.slice(0, clip.length).map(({ rtpTimestamp }) => rtpTimestamp)).toEqual(
      clip.map((_, index) => index * 6_000),
    );
    for (const [index, { key, nals }] of got.slice(0, clip.length).entries()) {
      const slices = (clip[index] ?? []).filter((nal) => typeOf(nal) === 1 || typeOf(nal) === 5);
      const kept = nals.filter((nal) => typeOf(nal) === 1 || typeOf(nal) === 5);
      expect(Buffer.concat(kept).equals(Buffer.concat(slices))).toBe(true);
      expect(key).toBe(slices.every((nal) => typeOf(nal) === 5));
      expect(nals.map(typeOf).slice(0, 2)).toEqual(key ? [7, 8] : expect.not.arrayContaining([7]));
      expect(nals.map(typeOf)).not.toContain(9);
    }
  });

  test('a marker that was seen to end pictures ends them at once, one never seen does not', () => {
    const [first = [], second = []] = clip;
    const fresh = reader();
    packetsOf([first]).forEach(fresh.push);
    expect(fresh.got).toHaveLength(0);
    const taught = reader();
    packetsOf([first, second]).forEach(taught.push);
    expect(taught.got).toHaveLength(2);
    const heir = reader(taught.assembler.belief);
    packetsOf([first]).forEach(heir.push);
    expect(heir.got).toHaveLength(1);
  });

  test('pictures are told apart although the timestamp stands still', () => {
    for (const marker of ['last', 'never'] as const) {
      const { got, push } = reader();
      packetsOf(clip, { marker }, true).forEach(push);
      expect(got.length).toBeGreaterThanOrEqual(clip.length - 1);
    }
  });

  test('SPS and PPS that came once are put before every key picture', () => {
    const bare = clip.map((nals, index) =>
      index === 0 ? nals : nals.filter((nal) => typeOf(nal) !== 7 && typeOf(nal) !== 8),
    );
    const { got, push } = reader();
    packetsOf([...bare, ...bare.slice(1)]).forEach(push);
    const keys = got.filter(({ key }) => key);
    expect(keys.length).toBeGreaterThan(1);
    for (const { nals } of keys) expect(nals.map(typeOf).slice(0, 2)).toEqual([7, 8]);
  });

  test('no picture is handed out without SPS and PPS', () => {
    const bare = clip.map((nals) => nals.filter((nal) => typeOf(nal) !== 7 && typeOf(nal) !== 8));
    const { got, push } = reader();
    packetsOf(bare).forEach(push);
    expect(got).toHaveLength(0);
  });
});

describeWith('ffmpeg', 'a marker that means nothing', () => {
  test('the marker is believed no more once a marked picture went on', async () => {
    const { got, push, assembler } = reader('ends-picture');
    const sliced = pictures(await encodeClip({ slices: 4, count: 12, keyEvery: 4 }));
    packetsOf(sliced, { marker: 'every-nal' }).forEach(push);
    expect(assembler.belief).toBe('means-nothing');
    // The first, torn before it was known better; then nothing to the next key; then all but the
    // last, which nothing follows.
    expect(got.slice(1).map(({ rtpTimestamp }) => rtpTimestamp / 6_000)).toEqual([
      4, 5, 6, 7, 8, 9, 10,
    ]);
  });
});
