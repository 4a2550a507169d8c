/** @takes 15 s */
import { describe, expect, test } from '@jest/globals';
import { caseClip, type ClipName } from '../../../workshop/testing/camera-cases/clips.ts';
import {
  decode,
  encodeClip,
  pack,
  type Packing,
  pictures,
  rtpBytes,
  shippedClip,
} from '../testing/h264.ts';
import { typeOf } from './nal.ts';
import { limits } from '../limits.ts';
import { packetsOf, reader } from '../testing/reader.ts';
import { describeWith } from '../../cameras/rtsp/testing/tools.ts';

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

  test('a PPS that comes within a GOP goes on with the picture that it came with, where it is new', () => {
    const [key = [], second = [], third = [], fourth = [], fifth = []] = clip;
    const pps = key.find((nal) => typeOf(nal) === 8) ?? Buffer.alloc(0);
    const other = Buffer.concat([pps, Buffer.of(0x80)]);
    const { got, push } = reader();
    packetsOf([key, second, [pps, ...third], [other, ...fourth], fifth, clip[5] ?? []]).forEach(
      push,
    );
    expect(got.length).toBeGreaterThanOrEqual(5);
    const sets = got.map(({ nals }) => nals.filter((nal) => typeOf(nal) === 8));
    expect(sets.slice(0, 5)).toEqual([[pps], [], [], [other], []]);
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

describeWith('ffmpeg', 'parameter sets within a picture', () => {
  // rtph264pay with config-interval=-1 sends SPS and PPS before every slice of an IDR picture.
  test.each<Packing>([
    {},
    { aggregate: true },
    { mtu: 300 },
    { marker: 'every-nal' },
    { marker: 'never' },
  ])('before every slice of a key picture they end none, packed %j', async (packing) => {
    const sent = pictures(await encodeClip({ slices: 4, count: 24, keyEvery: 6 }));
    const reference = await decode(sent.flat());
    const { got, push, assembler } = reader();
    packetsOf(sent.map(withSetsBeforeEachSlice), packing).forEach(push);
    expect(assembler.belief).toBe(
      packing.marker === 'every-nal'
        ? 'means-nothing'
        : packing.marker === 'never'
          ? 'unknown'
          : 'ends-picture',
    );
    expect(got.length).toBeGreaterThanOrEqual(sent.length - 1);
    for (const { key, nals } of got) {
      const types = nals.map(typeOf).filter((type) => type !== 6);
      expect(types).toEqual(key ? [7, 8, 5, 5, 5, 5] : [1, 1, 1, 1]);
    }
    const decoded = await decode(got.flatMap(({ nals }) => nals));
    expect(decoded.complaints).toBe('');
    expect(decoded.pictures).toEqual(
      got.map(({ rtpTimestamp }) => reference.pictures[rtpTimestamp / 6_000]),
    );
  });

  test('what stood between two pictures of one timestamp is of the later one', async () => {
    const sent = pictures(await encodeClip({ slices: 4, count: 24, keyEvery: 6 }));
    const { got, push } = reader();
    packetsOf(sent.map(withSetsBeforeEachSlice), { marker: 'never' }, true).forEach(push);
    const decoded = await decode(got.flatMap(({ nals }) => nals));
    expect(decoded.complaints).toBe('');
    expect(decoded.pictures).toEqual((await decode(sent.flat())).pictures.slice(0, got.length));
    expect(got).toHaveLength(sent.length - 1);
  });

  test('more of them than a picture may have is damage', () => {
    const [key = [], second = []] = clip;
    const sets = key.filter((nal) => typeOf(nal) === 7 || typeOf(nal) === 8);
    const { got, push } = reader('ends-picture');
    const flood = Array.from({ length: limits.unitNals }, () => sets).flat();
    packetsOf([[...key, ...flood], second]).forEach(push);
    expect(got).toHaveLength(0);
  });
});

function withSetsBeforeEachSlice(nals: readonly Buffer[]): Buffer[] {
  const sets = nals.filter((nal) => typeOf(nal) === 7 || typeOf(nal) === 8);
  const first = nals.findIndex((nal) => typeOf(nal) === 5);
  return nals.flatMap((nal, index) =>
    typeOf(nal) === 5 && index > first ? [...sets, nal] : [nal],
  );
}

describeWith('ffmpeg', 'a GOP that is open', () => {
  /** What comes of a clip: its places in order of display. */
  async function read(name: ClipName, from = 0) {
    const { got, push } = reader('ends-picture');
    const { pictures: sent } = await caseClip(name);
    let sequence = 0;
    for (const { nals, shown } of sent.slice(from)) {
      for (const { marker, payload } of pack(nals)) {
        sequence += 1;
        push(rtpBytes({ sequence, timestamp: shown * 6_000, marker, payload }));
      }
    }
    return got.map((picture) => ({ ...picture, shown: picture.rtpTimestamp / 6_000 }));
  }

  test('begins with an intra picture that has a recovery point, behind SPS and PPS', async () => {
    const got = await read('open-gop');
    const keys = got.filter(({ key }) => key);
    expect(keys.length).toBeGreaterThan(5);
    expect(got[0]?.key).toBe(true);
    for (const { nals, idr } of keys) {
      expect(idr).toBe(false);
      expect(nals.map(typeOf)).toEqual([7, 8, 6, 1]);
    }
  });

  test('what is shown before that picture, and comes after it, is left out', async () => {
    const got = await read('open-gop');
    const { pictures: sent } = await caseClip('open-gop');
    let key = 0;
    for (const one of got) {
      if (one.key) key = one.shown;
      expect(one.shown).toBeGreaterThanOrEqual(key);
    }
    // Nothing else is missing: two of fifteen.
    const lost = sent.filter(({ shown }) => !got.some((one) => one.shown === shown));
    expect(lost.length).toBeLessThan(sent.length / 5);
    const decoded = await decode(got.flatMap(({ nals }) => nals));
    expect(decoded.complaints).toBe('');
    expect(decoded.pictures).toHaveLength(got.length);
  });

  test('without a recovery point, or with one that takes longer, it is not begun', async () => {
    const { pictures: sent } = await caseClip('open-gop-without-b-pictures');
    const change = (sei: readonly Buffer[]): number => {
      const { got, push } = reader('ends-picture');
      packetsOf(
        sent.map(({ nals }) => nals.flatMap((nal) => (typeOf(nal) === 6 ? [...sei] : [nal]))),
      ).forEach(push);
      return got.length;
    };
    const point = (hex: string): Buffer => Buffer.from(hex, 'hex');
    expect(change([point('060601c480')])).toBeGreaterThan(10);
    expect(change([])).toBe(0);
    expect(change([point('0606016480')])).toBe(0);
    expect((await read('intra-refresh')).length).toBe(0);
  });
});
