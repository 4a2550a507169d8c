/**
 * A baseline JPEG of plain squares (ITU-T T.81): each block of 8x8 has one brightness, so that only the first
 * of its coefficients is not 0.
 */
import { BitWriter } from '../../pictures/media/bits/bit-writer.ts';

function segment(marker: number, body: readonly number[]): Buffer {
  const length = body.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 0xff, ...body]);
}

/** A step of the first coefficient is one step of brightness: it is 8 times their mean. */
const quantization = [0, 8, ...Array.from({ length: 63 }, () => 1)];
/** Differences of 0 to 8 bits, each code of four bits and in order. */
const sizes = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const firsts = [0x00, 0, 0, 0, sizes.length, ...Array.from({ length: 12 }, () => 0), ...sizes];
/** For the rest only "nothing more" is ever said, in one bit. */
const rests = [0x10, 1, ...Array.from({ length: 15 }, () => 0), 0x00];

function differenceInto(bits: BitWriter, difference: number): void {
  const size = 32 - Math.clz32(Math.abs(difference));
  const positive = difference < 0 ? difference + (1 << size) - 1 : difference;
  bits.u(size, 4).u(positive, size).u(0, 1);
}

/** Returns `blocks` by `blocks` of 8x8; `sample` returns how bright each is, 0 to 255. */
export function greyJpeg(blocks: number, sample: (x: number, y: number) => number): Buffer {
  const side = blocks * 8;
  const bits = new BitWriter();
  let before = 0;
  for (let at = 0; at < blocks ** 2; at += 1) {
    const level = sample(at % blocks, Math.floor(at / blocks)) - 128;
    differenceInto(bits, level - before);
    before = level;
  }
  const scan: number[] = [];
  for (const byte of bits.align(1).done()) scan.push(byte, ...(byte === 0xff ? [0] : []));
  const size = [side >> 8, side & 0xff];
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, quantization),
    segment(0xc0, [8, ...size, ...size, 1, 1, 0x11, 0]),
    segment(0xc4, firsts),
    segment(0xc4, rests),
    segment(0xda, [1, 1, 0x00, 0, 63, 0]),
    Buffer.from([...scan, 0xff, 0xd9]),
  ]);
}
