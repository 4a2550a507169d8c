/** H.264 as it lies in a file, picture by picture. */
import { splitNals } from './annex-b.ts';
import { isFirstSlice, nalType, typeOf } from './nal.ts';

/** One coded picture: the NAL units of its slices, without start codes and parameter sets. */
export interface Picture {
  /** True for an IDR picture. */
  readonly key: boolean;
  readonly nals: readonly Buffer[];
}

export interface Elementary {
  readonly sps: Buffer;
  readonly pps: Buffer;
  readonly pictures: readonly Picture[];
}

/**
 * Groups a stream into pictures. A slice whose first_mb_in_slice is 0 begins a new one (§7.4.3). Only the
 * last SPS and PPS are kept: a clip has one of each.
 * @throws Error if there are no parameter sets or the first picture is not a key one.
 */
export function readElementary(stream: Buffer): Elementary {
  let sps: Buffer | undefined;
  let pps: Buffer | undefined;
  const pictures: { key: boolean; nals: Buffer[] }[] = [];
  for (const nal of splitNals(stream)) {
    const type = typeOf(nal);
    if (type === nalType.sps) sps = nal;
    else if (type === nalType.pps) pps = nal;
    else if (type === nalType.idr || type === nalType.slice) {
      if (isFirstSlice(nal)) pictures.push({ key: type === nalType.idr, nals: [nal] });
      else pictures.at(-1)?.nals.push(nal);
    }
  }
  if (!sps || !pps || !pictures[0]?.key) throw new Error('not a clip: no SPS, PPS or key picture');
  return { sps, pps, pictures };
}
