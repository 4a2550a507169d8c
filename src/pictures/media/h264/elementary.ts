/** H.264 as it lies in a file: NAL units behind start codes (ITU-T H.264 Annex B). */

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

const nalType = { slice: 1, idr: 5, sps: 7, pps: 8 } as const;

/** The NAL units of a byte stream, as views of it. */
export function splitNals(stream: Buffer): Buffer[] {
  const nals: Buffer[] = [];
  let start = -1;
  for (let at = stream.indexOf('\0\0\x01', 0, 'latin1'); at >= 0;) {
    // A four-byte start code's first zero belongs to it, not to the unit before.
    if (start >= 0) nals.push(stream.subarray(start, stream[at - 1] === 0 ? at - 1 : at));
    start = at + 3;
    at = stream.indexOf('\0\0\x01', start, 'latin1');
  }
  if (start >= 0) nals.push(stream.subarray(start));
  return nals.filter((nal) => nal.length > 0);
}

/**
 * Groups a stream into pictures. A slice whose first_mb_in_slice is 0 begins a new one (§7.4.3).
 * Only the last SPS and PPS are kept: a clip has one of each.
 * @throws Error when there are no parameter sets or the first picture is not a key one.
 */
export function readElementary(stream: Buffer): Elementary {
  let sps: Buffer | undefined;
  let pps: Buffer | undefined;
  const pictures: { key: boolean; nals: Buffer[] }[] = [];
  for (const nal of splitNals(stream)) {
    const type = (nal[0] ?? 0) & 0x1f;
    if (type === nalType.sps) sps = nal;
    else if (type === nalType.pps) pps = nal;
    else if (type === nalType.idr || type === nalType.slice) {
      const firstSlice = ((nal[1] ?? 0) & 0x80) !== 0;
      if (firstSlice) pictures.push({ key: type === nalType.idr, nals: [nal] });
      else pictures.at(-1)?.nals.push(nal);
    }
  }
  if (!sps || !pps || !pictures[0]?.key) throw new Error('not a clip: no SPS, PPS or key picture');
  return { sps, pps, pictures };
}
