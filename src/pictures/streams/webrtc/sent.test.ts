import { expect, test } from '@jest/globals';
import type { VideoUnit } from '../../cameras/media.ts';
import { newCameraId } from '../../../identity/ids.ts';
import { createSent, type Sending } from './sent.ts';

const unit: VideoUnit = {
  kind: 'video',
  stamp: { camera: newCameraId(), epoch: 1 },
  timestampUs: 0,
  key: true,
  nals: [],
  arrivedAt: 0,
  heardAt: 0,
};

/** A picture of so many packets, all of which have left unless said otherwise. */
function picture(first: number, count: number, left = count): Sending {
  const payloads = Array.from({ length: count }, () => ({ marker: false, bytes: Buffer.alloc(0) }));
  return { unit, payloads, timestamp: first, first, left };
}

test('each packet that left is found by its number, and no other', () => {
  const sent = createSent(100);
  const pictures = [picture(5, 3), picture(8, 1), picture(9, 4, 2)];
  for (const one of pictures) sent.add(one);
  const found = Array.from({ length: 16 }, (_, number) => {
    const { sending, at } = sent.find(number) ?? {};
    return sending && [pictures.indexOf(sending), at];
  });
  const none = undefined;
  const own = [[0, 0], [0, 1], [0, 2], [1, 0], [2, 0], [2, 1]]; // prettier-ignore
  expect(found).toEqual([...Array(5).fill(none), ...own, ...Array(5).fill(none)]);
});

test('numbers wrap in a packet, and are found all the same', () => {
  const sent = createSent(1024);
  for (let first = 0; first < 200_000; first += 7) {
    sent.add(picture(first, 7));
    for (const at of [0, 3, 6]) {
      const found = sent.find((first + at) & 0xffff);
      if (found?.sending.first !== first || found.at !== at) throw new Error(`${first} + ${at}`);
    }
  }
});

test('the last packets are remembered, as many as was said', () => {
  const sent = createSent(10);
  for (let first = 1; first <= 30; first += 3) sent.add(picture(first, 3));
  const found = Array.from({ length: 31 }, (_, number) => sent.find(number) !== undefined);
  expect(found.indexOf(true)).toBe(21);
  expect(found.slice(21)).toEqual(Array(10).fill(true));
});

test('nothing is found before anything was sent, nor once it is forgotten', () => {
  const sent = createSent(10);
  expect(sent.find(0)).toBeUndefined();
  sent.add(picture(1, 3));
  sent.forget();
  expect([0, 1, 2, 3].map((number) => sent.find(number))).toEqual(Array(4).fill(undefined));
});
