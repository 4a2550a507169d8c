import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { AacDepacketiser, type AudioFrame } from './aac-depacketiser.ts';

const hbr = { size: 13, index: 3, indexDelta: 3 };

function reader(takes?: (frames: number) => boolean) {
  const got: AudioFrame[] = [];
  const depacketiser = new AacDepacketiser(hbr, 1_024, (frame) => got.push(frame), takes);
  let sequence = 65_534;
  const push = (payload: Buffer, timestamp: number, skip = 0): void => {
    sequence = (sequence + 1 + skip) & 0xffff;
    depacketiser.push({ marker: true, payloadType: 97, sequence, timestamp, ssrc: 1, payload });
  };
  return { got, push };
}

function packet(sizes: readonly number[], body: Buffer, index = 0): Buffer {
  const headers = sizes.flatMap((size) => [(size << 3) >> 8, ((size << 3) & 0xff) | index]);
  const bits = sizes.length * 16;
  return Buffer.concat([Buffer.from([bits >> 8, bits & 0xff, ...headers]), body]);
}

const text = ({ rtpTimestamp, data }: AudioFrame): [number, string] => [
  rtpTimestamp,
  Buffer.from(data).toString(),
];

describe('AAC', () => {
  test('one frame, or several that follow one another in time', () => {
    const { got, push } = reader();
    push(packet([3], Buffer.from('one')), 0xffffff00);
    push(packet([3, 5, 4], Buffer.from('twothreefour')), 1_000);
    expect(got.map(text)).toEqual([
      [0xffffff00, 'one'],
      [1_000, 'two'],
      [2_024, 'three'],
      [3_048, 'four'],
    ]);
  });

  test('of what came from the network nothing is kept but the frame', () => {
    const { got, push } = reader();
    for (const part of ['large ', 'frame']) {
      const network = packet([11], Buffer.from(part));
      push(network, 5);
      network.fill(0x33);
    }
    expect(got.map(text)).toEqual([[5, 'large frame']]);
  });

  test('those that share a packet are taken or left together, and one alone is not asked for', () => {
    const asked: number[] = [];
    const { got, push } = reader((frames) => {
      asked.push(frames);
      return frames < 3;
    });
    push(packet([3], Buffer.from('one')), 0);
    push(packet([3, 5], Buffer.from('twothree')), 1_024);
    push(packet([1, 1, 1], Buffer.from('abc')), 3_072);
    expect(asked).toEqual([2, 3]);
    expect(got.map(({ data }) => Buffer.from(data).toString())).toEqual(['one', 'two', 'three']);
  });

  /** With an ADTS header that says this length. */
  function adts(body: string, length: number, crc = false): Buffer {
    const head = [0xff, crc ? 0xf0 : 0xf1, 0x60, 0x40 | (length >> 11), (length >> 3) & 0xff];
    const rest = [((length & 7) << 5) | 0x1f, 0xfc, ...(crc ? [1, 2] : [])];
    return Buffer.concat([Buffer.from([...head, ...rest]), Buffer.from(body)]);
  }

  test.each([
    ['a header before each frame is taken away', adts('frame', 12), 'frame'],
    ['one with a checksum, too', adts('frame', 14, true), 'frame'],
  ])('%s', (_, frame, left) => {
    const { got, push } = reader();
    push(packet([frame.length], frame), 0);
    push(packet([frame.length], frame.subarray(0, 5)), 9);
    push(packet([frame.length], frame.subarray(5)), 9);
    expect(got.map(text)).toEqual([
      [0, left],
      [9, left],
    ]);
  });

  test('what only looks like such a header stays', () => {
    const { got, push } = reader();
    for (const frame of [adts('frame', 13), adts('', 7), Buffer.from([0xff, 0xf1])]) {
      push(packet([frame.length], frame), 0);
      expect(got.at(-1)?.data).toEqual(Uint8Array.from(frame));
    }
  });

  test('more frames than any camera puts into one packet are dropped', () => {
    const { got, push } = reader();
    const frames = (count: number): Buffer =>
      packet(
        Array.from({ length: count }, () => 1),
        Buffer.alloc(count, 'x'),
      );
    push(frames(65), 0);
    expect(got).toHaveLength(0);
    push(frames(64), 100_000);
    expect(got).toHaveLength(64);
  });

  test('a frame larger than a packet', () => {
    const { got, push } = reader();
    push(packet([9], Buffer.from('frag')), 5);
    push(packet([9], Buffer.from('ment')), 5);
    push(packet([9], Buffer.from('s')), 5);
    push(packet([4], Buffer.from('next')), 6);
    expect(got.map(text)).toEqual([
      [5, 'fragments'],
      [6, 'next'],
    ]);
  });

  test('a fragment lost: the frame is dropped, the next is not', () => {
    const { got, push } = reader();
    push(packet([9], Buffer.from('frag')), 5);
    push(packet([9], Buffer.from('s')), 5, 1);
    push(packet([4], Buffer.from('next')), 6);
    push(packet([9], Buffer.from('frag')), 7);
    push(packet([9], Buffer.from('menty')), 7, 1);
    push(packet([4], Buffer.from('last')), 9);
    expect(got.map(text)).toEqual([
      [6, 'next'],
      [9, 'last'],
    ]);
  });

  test.each([
    ['too short', Buffer.from([0])],
    ['no headers', Buffer.from([0, 0, 1, 2])],
    ['headers beyond the end', Buffer.from([0xff, 0xff, 1])],
    ['a frame of nothing', packet([0], Buffer.from('x'))],
    ['interleaved', packet([1], Buffer.from('x'), 1)],
    ['two frames and bytes for one', packet([3, 3], Buffer.from('ab'))],
  ])('%s: nothing, and no harm', (_, payload) => {
    const { got, push } = reader();
    push(payload, 0);
    push(packet([4], Buffer.from('next')), 6);
    expect(got.map(text)).toEqual([[6, 'next']]);
  });

  test('any bytes are read or dropped, never worse', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 9 }), (payloads) => {
        const { push } = reader();
        for (const payload of payloads) push(Buffer.from(payload), 0);
      }),
    );
  });
});
