import { describe, expect, test } from '@jest/globals';
import { limits } from '../../media/limits.ts';
import type { MarkerBelief } from '../../media/h264/picture-assembler.ts';
import { pack, type Packing, pictures, rtpBytes, shippedClip } from '../../media/testing/h264.ts';
import { typeOf } from '../../media/h264/nal.ts';
import { packetsOf, reader } from '../../media/testing/reader.ts';

const clip = pictures(shippedClip());

describe('damage', () => {
  const key = clip[0] ?? [];
  const next = clip[1] ?? [];
  const nextSlice = next.find((nal) => typeOf(nal) === 1) ?? Buffer.alloc(0);

  /** What comes of the second picture when its packets are tampered with. */
  function after(tamper: (packets: Buffer[]) => Buffer[]): number {
    const { got, push } = reader('ends-picture');
    const all = packetsOf([key, next, clip[2] ?? []], { mtu: 200 });
    const second = all.filter((bytes) => bytes.readUInt32BE(4) === 6_000);
    const [before, rest] = [all.indexOf(second[0] ?? key[0] ?? Buffer.alloc(0)), second.length];
    [...all.slice(0, before), ...tamper(second), ...all.slice(before + rest)].forEach(push);
    return got.length;
  }

  const at = (index: number, change: (bytes: Buffer) => void) => (packets: Buffer[]) =>
    packets.map((bytes, position) => {
      const copy = Buffer.from(bytes);
      if (position === index) change(copy);
      return copy;
    });

  const marked = (bytes: Buffer) => bytes.writeUInt8(bytes.readUInt8(1) | 0x80, 1);
  const unmarked = (bytes: Buffer) => bytes.writeUInt8(bytes.readUInt8(1) & 0x7f, 1);
  const endless = (bytes: Buffer) => bytes.writeUInt8(bytes.readUInt8(13) & ~0x40, 13);

  function renumbered([first, second, ...rest]: Buffer[]): Buffer[] {
    if (first === undefined || second === undefined) return [];
    const other = Buffer.concat([first.subarray(0, 12), second.subarray(12)]);
    return [first, other, second, ...rest];
  }

  /** Without end bit, and with the marker on none or all of them. */
  const unsaid = (marks: boolean) => (packets: Buffer[]) =>
    packets.map((bytes) => {
      const copy = Buffer.from(bytes);
      endless(copy);
      (marks ? marked : unmarked)(copy);
      return copy;
    });

  test.each<[string, (packets: Buffer[]) => Buffer[]]>([
    ['a fragment sent twice', ([a, ...rest]) => (a ? [a, a, ...rest] : [])],
    ['all sent twice', (packets) => packets.flatMap((bytes) => [bytes, bytes])],
    ['a marker in mid-fragment', at(1, marked)],
    ['a marker on all', (packets) => packets.map((bytes, i) => at(i, marked)(packets)[i] ?? bytes)],
    [
      'a last fragment that ends the picture by its marker alone',
      (packets) => at(packets.length - 1, endless)(packets),
    ],
  ])('%s: is none', (_, tamper) => {
    const { got, push } = reader('ends-picture');
    const all = packetsOf([key, next, clip[2] ?? []], { mtu: 200 });
    const second = all.filter((bytes) => bytes.readUInt32BE(4) === 6_000);
    const from = all.indexOf(second[0] ?? Buffer.alloc(0));
    const rest = all.slice(from + second.length);
    [...all.slice(0, from), ...tamper(second), ...rest].forEach(push);
    expect(got).toHaveLength(3);
    expect(got[1]?.nals.map((nal) => Buffer.from(nal))).toEqual(
      next.filter((nal) => typeOf(nal) !== 9),
    );
  });

  /** A packet without payload before the packet with this index. */
  function withNothing(
    picturesOf: readonly (readonly Buffer[])[],
    index: number,
    belief?: MarkerBelief,
  ) {
    const { got, push } = reader(belief);
    packetsOf(picturesOf, { mtu: 200 }).forEach((bytes, number) => {
      const late = number >= index ? 1 : 0;
      const copy = Buffer.from(bytes);
      copy.writeUInt16BE((bytes.readUInt16BE(2) + late) & 0xffff, 2);
      const nothing = Buffer.from(bytes.subarray(0, 12));
      if (number === index) push(nothing);
      push(copy);
    });
    return got.length;
  }
  const three = [key, next, clip[2] ?? []];
  const ofKey = packetsOf([key], { mtu: 200 }).length;

  test.each(['ends-picture', 'unknown'] as const)(
    'a packet of nothing between two pictures: is none (marker: %s)',
    (belief) => {
      const seen = withNothing(three, ofKey, belief);
      expect(seen).toBe(3);
    },
  );

  test.each([
    ['within fragments', ofKey + 1, 'ends-picture'],
    ['where nobody knows where pictures end', ofKey, 'means-nothing'],
  ] as const)('a packet of nothing %s: nothing until the next key', (_, index, belief) => {
    expect(withNothing(three, index, belief)).toBeLessThan(2);
  });

  test('a packet of nothing in the place of a slice: nothing until the next key', () => {
    const { got, push } = reader();
    // A slice from further down: its first bit says that it does not begin the picture.
    const lower = Buffer.from(key.find((nal) => typeOf(nal) === 5)?.subarray(0, 900) ?? []);
    lower.writeUInt8(lower.readUInt8(1) & 0x7f, 1);
    const all = [...pack(key), { marker: false, payload: Buffer.alloc(0) }];
    [...all, { marker: true, payload: lower }].forEach(({ marker, payload }, sequence) =>
      push(rtpBytes({ sequence, timestamp: 0, marker, payload })),
    );
    pack(next).forEach(({ marker, payload }, behind) =>
      push(rtpBytes({ sequence: all.length + 1 + behind, timestamp: 6_000, marker, payload })),
    );
    expect(got).toHaveLength(0);
  });

  test('an aggregate that is filled up with zeros: is none', () => {
    const { got, push } = reader('ends-picture');
    const packets = packetsOf([key]);
    packets.forEach(push);
    const size = nextSlice.length;
    const head = Buffer.from([0x78, size >> 8, size & 255]);
    for (const zeros of [1, 2, 3]) {
      const payload = Buffer.concat([head, nextSlice, Buffer.alloc(zeros)]);
      const { got: alone, push: pushAlone } = reader('ends-picture');
      packets.forEach(pushAlone);
      const sequence = 65_500 + packets.length;
      pushAlone(rtpBytes({ sequence, timestamp: 6_000, marker: true, payload }));
      expect(alone).toHaveLength(2);
    }
    expect(got).toHaveLength(1);
  });

  test.each<[string, (packets: Buffer[]) => Buffer[]]>([
    ['a lost packet', (packets) => packets.filter((_, index) => index !== 1)],
    ['a lost last packet', (packets) => packets.slice(0, -1)],
    ['a lost first packet', (packets) => packets.slice(1)],
    ['two packets swapped', ([a, b, ...rest]) => (a && b ? [b, a, ...rest] : [])],
    ['another fragment under the same number', renumbered],
    ['a missing start bit', at(0, (bytes) => bytes.writeUInt8(bytes.readUInt8(13) & 0x7f, 13))],
    ['a second start bit', at(1, (bytes) => bytes.writeUInt8(bytes.readUInt8(13) | 0x80, 13))],
    ['a forbidden bit', at(1, (bytes) => bytes.writeUInt8(bytes.readUInt8(12) | 0x80, 12))],
    ['a reserved type', at(1, (bytes) => bytes.writeUInt8(0x7f, 12))],
    ['another type within', at(1, (bytes) => bytes.writeUInt8(bytes.readUInt8(13) ^ 0x04, 13))],
    ['another timestamp within', at(1, (bytes) => bytes.writeUInt32BE(6_001, 4))],
    ['a last fragment that says neither', unsaid(false)],
    ['a last fragment that says neither, where all say the same', unsaid(true)],
    ['a packet cut short', (packets) => packets.map((b, i) => (i === 1 ? b.subarray(0, 13) : b))],
    [
      'a fragment of nothing',
      (packets) => packets.map((b, i) => (i === 1 ? b.subarray(0, 14) : b)),
    ],
  ])('%s: nothing until the next key', (_, tamper) => {
    expect(after((packets) => packets)).toBe(3);
    expect(after(tamper)).toBe(1);
  });

  test('another NAL unit between the fragments of one: nothing until the next key', () => {
    const { got, push } = reader('ends-picture');
    const within = pack(next, { mtu: 200 });
    within.splice(2, 0, { marker: false, payload: Buffer.from([6, 5, 1, 0x80]) });
    const all = [
      ...pack(key).map((one) => ({ ...one, at: 0 })),
      ...within.map((one) => ({ ...one, at: 6_000 })),
    ];
    all.forEach(({ marker, payload, at: timestamp }, sequence) => {
      push(rtpBytes({ sequence, timestamp, marker, payload }));
    });
    expect(got).toHaveLength(1);
  });

  test('parameter sets that came whole are kept though their picture was not', () => {
    const { got, push } = reader('ends-picture');
    const bare = key.filter((nal) => typeOf(nal) === 5);
    const packets = packetsOf([key, bare]);
    packets.filter((_, index) => index !== packets.length / 2 + 1).forEach(push);
    expect(got).toHaveLength(1);
    expect(got[0]?.nals.map(typeOf)).toEqual([7, 8, 5]);
  });

  test('a picture whose PPS never came is dropped', () => {
    const { got, push } = reader('ends-picture');
    packetsOf([key.filter((nal) => typeOf(nal) !== 8), next]).forEach(push);
    expect(got).toHaveLength(0);
  });

  test.each([
    ['a data partition', Buffer.from([0x42, 0x80, 1, 2])],
    ['a slice of one byte', Buffer.from([0x41])],
  ])('%s: nothing until the next key', (_, nal) => {
    const { got, push, assembler } = reader('ends-picture');
    packetsOf([key, [nal], next, key]).forEach(push);
    expect(got.map(({ key: isKey }) => isKey)).toEqual([true, true]);
    expect(assembler.belief).toBe('ends-picture');
  });

  test('an aggregate whose sizes do not add up is dropped', () => {
    for (const size of [0, nextSlice.length + 9]) {
      const { got, push } = reader('ends-picture');
      const packets = packetsOf([key]);
      packets.forEach(push);
      const payload = Buffer.concat([Buffer.from([0x78, size >> 8, size & 255]), nextSlice]);
      const sequence = 65_500 + packets.length;
      push(rtpBytes({ sequence, timestamp: 6_000, marker: true, payload }));
      expect(got).toHaveLength(1);
    }
  });

  test.each([
    ['alone', Buffer.from([0x78])],
    ['filled up with zeros', Buffer.from([0x78, 0, 0, 0])],
  ])('an aggregate of nothing, %s, ends no picture', (_, payload) => {
    const { got, push } = reader('ends-picture');
    packetsOf([key]).forEach(push);
    const sequence = 65_500 + packetsOf([key]).length;
    const first = { sequence, timestamp: 6_000, marker: false, payload: nextSlice };
    push(rtpBytes(first));
    // In the place of the picture's other slices.
    push(rtpBytes({ ...first, sequence: sequence + 1, marker: true, payload }));
    expect(got).toHaveLength(1);
  });

  test('a picture left out by the camera itself is noticed by frame_num', () => {
    const { got, push } = reader('ends-picture');
    packetsOf([key, next, ...clip.slice(3, 6)]).forEach(push);
    expect(got).toHaveLength(2);
  });

  test('a slice from another kind of picture spoils it', () => {
    const { got, push } = reader('ends-picture');
    const goesOn = Buffer.from(key.find((nal) => typeOf(nal) === 5) ?? key[0] ?? nextSlice);
    goesOn[1] = (goesOn[1] ?? 0) & 0x7f;
    packetsOf([key, [...next, goesOn], next]).forEach(push);
    expect(got).toHaveLength(1);
  });

  test.each<Packing>([{ mtu: 100 }, { mtu: 60_000 }, { mtu: 60_000, aggregate: true }])(
    'of what came from the network in one go nothing is kept but the pictures: %j',
    (packing) => {
      // The reader's memory is read into again: whoever kept a view would see that, and keep all of it alive.
      const { got, push } = reader();
      packetsOf(clip.slice(0, 3), packing).forEach(push);
      expect(got.length).toBeGreaterThanOrEqual(2);
      for (const [index, { nals }] of got.entries()) {
        const slices = (of: readonly Uint8Array[] = []) =>
          of.filter((nal) => [1, 5].includes(typeOf(nal)));
        expect(slices(nals).map((nal) => Buffer.from(nal))).toEqual(slices(clip[index]));
      }
    },
  );

  test('of NAL units behind start codes each is kept by itself', () => {
    const [, second = [], third = []] = clip;
    const unknown = Buffer.concat([Buffer.from([0x1e]), Buffer.alloc(100_000, 0x33)]);
    const startCode = Buffer.from([0, 0, 1]);
    const heavy = Buffer.concat([unknown, ...second.flatMap((nal) => [startCode, nal])]);
    const { got, push } = reader();
    packetsOf([key, [heavy], third]).forEach(push);
    expect(got.length).toBeGreaterThanOrEqual(2);
    const held = new Set((got[1]?.nals ?? []).map(({ buffer }) => buffer.byteLength));
    // Small ones share a piece of memory of Node's, of 8 KiB, since Node 24 of 64.
    expect(Math.max(...held)).toBeLessThan(100_000);
  });

  test('a NAL unit or a picture beyond the limits is dropped, and memory with it', () => {
    const { got, push } = reader('ends-picture');
    const part = Buffer.alloc(60_000, 1);
    const sets = key.filter((nal) => typeOf(nal) !== 5);
    const slice = key.find((nal) => typeOf(nal) === 5) ?? part;
    // A fragment that begins as a real key picture does.
    const start = Buffer.concat([Buffer.from([0x7c, 0x85]), slice.subarray(1, 20)]);
    let sequence = 0;
    const send = (payload: Buffer, marker = false): void =>
      push(rtpBytes({ sequence: sequence++, timestamp: 0, marker, payload }));
    const sendAll = (nals: readonly Buffer[]): void =>
      pack(nals, { mtu: 65_000, marker: 'never' }).forEach(({ payload }) => send(payload));

    // One NAL unit too large.
    sendAll(sets);
    send(Buffer.concat([start, part]));
    for (let sent = 0; sent < limits.unitBytes; sent += part.length) {
      send(Buffer.concat([Buffer.from([0x7c, 0x05]), part]));
    }
    send(Buffer.concat([Buffer.from([0x7c, 0x45]), part]), true);
    // One that never ends is forgotten before the next begins.
    sendAll(sets);
    send(Buffer.concat([start, part]));
    for (let sent = 0; sent < limits.unitBytes; sent += part.length) {
      send(Buffer.concat([Buffer.from([0x7c, 0x05]), part]));
    }
    pack([slice], { mtu: 200 }).forEach(({ payload, marker }) => send(payload, marker));
    expect(got.splice(0)).toHaveLength(1);
    // One NAL unit in too many pieces.
    sendAll(sets);
    send(start);
    for (let sent = 0; sent < limits.nalFragments; sent += 1) send(Buffer.from([0x7c, 0x05, 1]));
    send(Buffer.from([0x7c, 0x45, 1]), true);
    // A picture of NAL units each small enough: too large together, and too many.
    const more = Buffer.concat([Buffer.from([0x65, 0x40]), part]);
    sendAll([...sets, slice, ...Array.from({ length: 80 }, () => more)]);
    send(Buffer.from([0x65, 0x40]), true);
    sendAll([
      ...sets,
      slice,
      ...Array.from({ length: limits.unitNals }, () => more.subarray(0, 9)),
    ]);
    send(Buffer.from([0x65, 0x40]), true);
    expect(got).toHaveLength(0);

    sendAll([...sets, slice]);
    send(Buffer.from([0x65, 0x40]), true);
    expect(got).toHaveLength(1);
  });
});
