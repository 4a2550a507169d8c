import { expect, test } from '@jest/globals';
import { writeDisplayTimes } from './display-times.ts';

/** A packet that begins a picture, as the muxer writes it; `stuffing` bytes of adaptation field. */
function packet(streamId: number, stuffing: number): Buffer {
  const bytes = Buffer.alloc(188, 0xff);
  const field =
    stuffing === 0 ? [] : [stuffing - 1, ...Array.from({ length: stuffing - 1 }, () => 0)];
  const pes = [0, 0, 1, streamId, 0, 0, 0x84, 0xc0, 10, 0x31, 0, 1, 0, 1, 0x11, 0, 1, 0, 1];
  bytes.set([0x47, 0x41, 0, stuffing === 0 ? 0x10 : 0x30, ...field, ...pes]);
  return bytes;
}

/** The time of display in a packet, ticks of 90 kHz (ISO/IEC 13818-1 §2.4.3.7). */
function ticksIn(bytes: Buffer, stuffing: number): number {
  const at = 4 + stuffing + 9;
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = bytes.subarray(at, at + 5);
  expect([first & 1, third & 1, fifth & 1]).toEqual([1, 1, 1]);
  return (
    ((first >> 1) & 7) * 2 ** 30 +
    second * 2 ** 22 +
    (third >> 1) * 2 ** 15 +
    fourth * 2 ** 7 +
    (fifth >> 1)
  );
}

test('each picture gets its own, sound and what goes on get none', () => {
  const sound = packet(0xc0, 2);
  const goesOn = Buffer.from(packet(0xe0, 0));
  goesOn[1] = 0x01;
  const [one, two] = [packet(0xe0, 2), packet(0xe0, 0)];
  const segment = Buffer.concat([sound, one, goesOn, two]);
  writeDisplayTimes(segment, [2_000_000, 95_443_717_688]);
  const at = (index: number): Buffer => segment.subarray(index * 188, (index + 1) * 188);
  expect(at(0)).toEqual(sound);
  expect(ticksIn(at(1), 2)).toBe(180_000);
  expect(at(2)).toEqual(goesOn);
  expect(ticksIn(at(3), 0)).toBe(Math.round(95_443_717_688 * 0.09) % 2 ** 33);
  // The time to decode stands as it was.
  expect(at(1).subarray(4 + 2 + 14, 4 + 2 + 19)).toEqual(one.subarray(4 + 2 + 14, 4 + 2 + 19));
});

test.each([
  ['a tick before it is decoded', 180_001, 180_001],
  ['when it is decoded', 180_000, 180_000],
  ['after it is decoded, though the ticks began anew meanwhile', 2 ** 33 - 9, 180_000],
])('a picture is not shown before it is decoded: %s', (_when, decoded, shown) => {
  const picture = packet(0xe0, 0);
  const low = decoded % 2 ** 30;
  const marked = [
    0x11 | (Math.floor(decoded / 2 ** 30) << 1),
    (low >> 22) & 0xff,
    ((low >> 14) & 0xfe) | 1,
    (low >> 7) & 0xff,
    ((low << 1) & 0xfe) | 1,
  ];
  picture.set(marked, 4 + 14);
  writeDisplayTimes(picture, [2_000_000]);
  expect(ticksIn(picture, 0)).toBe(shown);
});
