/**
 * H.264 without an encoder: a grey picture as it is, sample by sample, and after it pictures that say
 * "the same again". Constrained baseline, every macroblock I_PCM (ITU-T H.264 §7.3.5), so that what a
 * display decodes is exact.
 */
import type { Elementary, Picture } from '../../pictures/media/h264/elementary.ts';
import { BitWriter } from '../../pictures/media/bits/bit-writer.ts';
import { writeNal } from '../../pictures/media/h264/nal.ts';

/** Samples of a macroblock, across and down. */
export const blockSize = 16;

const noColour = 128;

/** A picture of whole macroblocks; `sample` returns how bright a place is, 16 (black) to 235 (white). */
export interface Grey {
  /** Macroblocks across and down. */
  readonly across: number;
  readonly down: number;
  readonly sample: (x: number, y: number) => number;
}

/** A NAL unit, once its last bits are there (rbsp_trailing_bits). */
const nal = (header: number, body: BitWriter): Buffer =>
  Buffer.from(writeNal(header, body.u(1, 1).align(0).done()));

function sps({ across, down }: Grey): Buffer {
  const [baseline, constraints, level1] = [66, 0xc0, 10];
  const body = new BitWriter().u(baseline, 8).u(constraints, 8).u(level1, 8);
  // Id, 4 bits of frame_num, output in the order of decoding, one picture to refer to.
  body.ue(0, 0, 2, 1).u(0, 1);
  body.ue(across - 1, down - 1);
  // Whole frames, direct_8x8_inference, no cropping, no VUI.
  return nal(0x67, body.u(0b1100, 4));
}

function pps(): Buffer {
  // Ids, CAVLC, no picture order, one slice group, one reference each, nothing weighted, offsets 0.
  const body = new BitWriter().ue(0, 0).u(0, 2).ue(0, 0, 0).u(0, 3).ue(0, 0, 0);
  // The filter between blocks can be switched off.
  return nal(0x68, body.u(0b100, 3));
}

/** One row of macroblocks is one slice, so that it fits into a packet. */
function keySlice(grey: Grey, row: number): Buffer {
  const body = new BitWriter()
    .ue(row * grey.across, 7, 0)
    .u(0, 4)
    .ue(0)
    .u(0, 2)
    .ue(0, 1);
  for (let column = 0; column < grey.across; column += 1) {
    body.ue(25).align(0);
    for (let at = 0; at < blockSize ** 2; at += 1) {
      const [x, y] = [column * blockSize + (at % blockSize), Math.floor(at / blockSize)];
      body.u(grey.sample(x, row * blockSize + y), 8);
    }
    body.bytes(new Uint8Array(blockSize ** 2 / 2).fill(noColour));
  }
  return nal(0x65, body);
}

/** Repeats the picture before: every macroblock is skipped. */
function sameAgain({ across, down }: Grey, frame: number): Buffer {
  const body = new BitWriter().ue(0, 5, 0).u(frame, 4).u(0, 3).ue(0, 1);
  return nal(0x41, body.ue(across * down));
}

/** Returns the picture for `count` pictures, 16 at most: the first is a key picture. */
export function greyVideo(grey: Grey, count: number): Elementary {
  const rows = Array.from({ length: grey.down }, (_, row) => keySlice(grey, row));
  const pictures = Array.from({ length: count }, (_, frame): Picture => {
    return frame === 0 ? { key: true, nals: rows } : { key: false, nals: [sameAgain(grey, frame)] };
  });
  return { sps: sps(grey), pps: pps(), pictures };
}
