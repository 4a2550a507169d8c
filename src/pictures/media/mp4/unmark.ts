/** sample_depends_on 1 and sample_is_non_sync_sample (ISO/IEC 14496-12 §8.8.3.1). */
const nonSync = 0x01010000;
const flagOf = { defaultFlags: 0x20, firstFlags: 0x04 };

/** Yields the boxes inside `within`: their type and their content. */
function* boxes(within: Uint8Array): Generator<readonly [type: string, inside: Uint8Array]> {
  const view = viewOf(within);
  for (let at = 0; at + 8 <= within.length;) {
    const size = view.getUint32(at);
    if (size < 8) return;
    const type = String.fromCharCode(...within.subarray(at + 4, at + 8));
    yield [type, within.subarray(at + 8, at + size)];
    at += size;
  }
}

function child(within: Uint8Array | undefined, type: string): Uint8Array | undefined {
  if (within === undefined) return undefined;
  for (const [found, inside] of boxes(within)) if (found === type) return inside;
  return undefined;
}

/**
 * Removes the sync mark from the first sample of the first track, the video, of a CMAF segment (ISO/IEC
 * 14496-12 §8.8.7, §8.8.8), in place; as `unmarkFirstPicture` does in MPEG-TS. If the sample has no mark of
 * its own it has the track's, which is then that of all its samples.
 */
export function unmarkFirstSample(segment: Uint8Array): void {
  const track = child(child(segment, 'moof'), 'traf');
  const header = child(track, 'tfhd');
  const run = child(track, 'trun');
  if (header === undefined || run === undefined) return;
  // Behind flags, count and data offset; a run that has no mark of its own has the track's, the last field of
  // its header.
  if ((flagsOf(run) & flagOf.firstFlags) !== 0) unmarkAt(run, 12);
  else if ((flagsOf(header) & flagOf.defaultFlags) !== 0) unmarkAt(header, header.length - 4);
}

const viewOf = (box: Uint8Array): DataView =>
  new DataView(box.buffer, box.byteOffset, box.byteLength);
const flagsOf = (box: Uint8Array): number => viewOf(box).getUint32(0);
const unmarkAt = (box: Uint8Array, at: number): void => viewOf(box).setUint32(at, nonSync);
