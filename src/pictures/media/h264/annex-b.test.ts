import { describe, expect, test } from '@jest/globals';
import { joinNals, splitNals, splitStartCodes } from './annex-b.ts';
import { limits } from '../limits.ts';
import { pack, pictures, rtpBytes, shippedClip } from '../testing/h264.ts';
import { typeOf } from './nal.ts';
import { packetsOf, reader } from '../testing/reader.ts';

const clip = pictures(shippedClip());
const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

test('NAL units behind three- and four-byte start codes', () => {
  const nals = splitNals(bytes('00000001 6701 000001 6802 00000001 65 88 00 00 03 01'));
  expect(nals.map((nal) => nal.toString('hex'))).toEqual(['6701', '6802', '658800000301']);
  expect(splitNals(Buffer.alloc(0))).toEqual([]);
  expect(splitNals(bytes('6701'))).toEqual([]);
  expect(splitNals(joinNals(nals))).toEqual(nals);
});

describe('start codes where none belong', () => {
  test.each([
    ['none', '65 01 00 00 03 01 ff', ['65 01 00 00 03 01 ff']],
    ['in front', '00 00 00 01 67 42', ['67 42']],
    ['between', '67 42 00 00 00 01 68 ce 00 00 01 65 88', ['67 42', '68 ce', '65 88']],
    ['behind', '67 42 00 00 01', ['67 42']],
    ['zeros behind', '65 88 00 00 00', ['65 88']],
    ['nothing but one', '00 00 01', []],
  ])('%s', (_, nal, found) => {
    const nals = splitStartCodes(bytes(nal)).filter(({ length }) => length > 0);
    expect(nals).toEqual(found.map(bytes));
  });

  test('no more of them than a picture may have', () => {
    const many = Buffer.alloc(9 * limits.unitNals, bytes('00 00 01 65'));
    expect(splitStartCodes(many).length).toBeLessThanOrEqual(limits.unitNals + 1);
  });
});

/** A picture as one NAL unit with start codes inside. */
function annexB(nals: readonly Buffer[], first = ''): Buffer {
  return Buffer.concat(
    nals.flatMap((nal, index) => [bytes(index === 0 ? first : '00 00 00 01'), nal]),
  );
}

describe('key pictures in one piece', () => {
  const isKey = (nals: readonly Buffer[]): boolean => nals.some((nal) => typeOf(nal) === 5);
  const whole = (first: string): Buffer[][] =>
    clip.map((nals) => (isKey(nals) ? [annexB(nals, first)] : nals));

  test.each([
    ['in one packet', '', 65_000],
    ['in one packet, a start code in front', '00 00 00 01', 65_000],
    ['in FU-A', '', 1_200],
    ['in FU-A, a start code in front', '00 00 00 01', 1_200],
  ])('%s', (_, first, mtu) => {
    const { got, push } = reader('ends-picture');
    packetsOf(whole(first), { mtu }).forEach(push);
    expect(got).toHaveLength(clip.length);
    for (const { nals, key } of got) {
      if (key) expect(nals.map(typeOf).slice(0, 2)).toEqual([7, 8]);
      expect(nals.map(typeOf).filter((type) => type === 5)).toHaveLength(key ? 1 : 0);
    }
  });

  test('in STAP-A', () => {
    const { got, push } = reader('ends-picture');
    const [first = []] = clip;
    const sets = annexB(first.filter((nal) => typeOf(nal) !== 5));
    const slice = first.filter((nal) => typeOf(nal) === 5);
    const size = Buffer.from([sets.length >> 8, sets.length & 255]);
    const stap = Buffer.concat([Buffer.from([0x78]), size, sets]);
    [{ marker: false, payload: stap }, ...pack(slice)].forEach((one, sequence) =>
      push(rtpBytes({ sequence, timestamp: 0, ...one })),
    );
    expect(got[0]?.nals.map(typeOf)).toEqual([7, 8, 5]);
  });

  test('in sprop-parameter-sets, with and without a comma', () => {
    const [sps, pps] = [7, 8].map(
      (type) => clip[0]?.find((nal) => typeOf(nal) === type) ?? Buffer.alloc(0),
    );
    if (sps === undefined || pps === undefined) throw new Error('a clip without sets');
    const start = bytes('00 00 00 01');
    const spelt = [
      [Buffer.concat([start, sps]), Buffer.concat([start, pps])],
      [Buffer.concat([start, sps, start, pps])],
    ];
    for (const parts of spelt) {
      const { sets } = reader();
      sets.takeSprop(parts.map((part) => part.toString('base64')).join(','));
      expect(sets.track).toMatchObject({ width: 848, height: 480 });
      expect(sets.nals).toEqual([sps, pps].map((nal) => Uint8Array.from(nal)));
    }
  });
});

describe('what is unknown', () => {
  const [key = [], next = [], third = []] = clip;
  test.each([
    ['no type', '00 01 02'],
    ['a reserved type', '5e 01 02'],
    ['another reserved type', '7f 01 02'],
    ['a reserved type among those of NAL units', '77 01 02'],
    ['of the interleaved mode', '79 00 01 02'],
    ['the end of a sequence', '0a'],
    ['the end of a stream', '0b'],
  ])('%s is passed over', (_, hex) => {
    const { got, push } = reader('ends-picture');
    packetsOf([key, [...next, bytes(hex)], third]).forEach(push);
    expect(got).toHaveLength(3);
  });

  test('an aggregate with an unknown one among its NAL units is taken', () => {
    const { got, push } = reader('ends-picture');
    packetsOf([[...key, bytes('5e 01 02')], next], { aggregate: true }).forEach(push);
    expect(got).toHaveLength(2);
  });
});
