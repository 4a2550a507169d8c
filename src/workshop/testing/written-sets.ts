/** Parameter sets and a key picture's first bytes as no encoder writes them: of any size, however little is shown. */
import { BitWriter } from '../../pictures/media/bits/bit-writer.ts';
import { writeNal } from '../../pictures/media/h264/nal.ts';

export interface WrittenSize {
  /** In macroblocks of 16 x 16. */
  readonly widthMbs: number;
  readonly heightMbs: number;
  /** What is shown of it, in pixels; all if left out. */
  readonly shown?: { readonly width: number; readonly height: number };
}

/** Main profile, CABAC, no fields, one reference picture (ITU-T H.264 §7.3.2.1, §7.3.2.2, §7.3.3). */
export function writtenKey({ widthMbs, heightMbs, shown }: WrittenSize): {
  readonly sps: Uint8Array;
  readonly pps: Uint8Array;
  readonly idr: Uint8Array;
} {
  const sps = new BitWriter().u(77, 8).u(0, 8).u(30, 8).ue(0);
  sps.ue(0).ue(2).ue(1).u(0, 1);
  sps.ue(widthMbs - 1).ue(heightMbs - 1);
  sps
    .u(1, 1)
    .u(1, 1)
    .u(shown === undefined ? 0 : 1, 1);
  if (shown !== undefined) {
    sps.ue(0).ue((widthMbs * 16 - shown.width) / 2);
    sps.ue(0).ue((heightMbs * 16 - shown.height) / 2);
  }
  sps.u(0, 1).u(1, 1).align(0);
  const pps = new BitWriter().ue(0).ue(0).u(1, 1).u(0, 1).ue(0).ue(0).ue(0).u(0, 3);
  pps.se(0).se(0).se(0).u(0, 3).u(1, 1).align(0);
  const idr = new BitWriter().ue(0).ue(7).ue(0).u(0, 4).ue(0).u(0, 8).align(0);
  return {
    sps: writeNal(0x67, sps.done()),
    pps: writeNal(0x68, pps.done()),
    idr: writeNal(0x65, idr.done()),
  };
}
