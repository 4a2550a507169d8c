/** What a JPEG says of itself before its picture begins (ITU-T T.81 §B). */
import { isFrame, marker } from './markers.ts';

export interface JpegHead {
  /** Its comment segments, byte for byte. */
  readonly comments: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** Whether the bytes begin as a JPEG does: SOI and the next marker (§B.1.1.3). */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === marker.startOfImage && bytes[2] === 0xff;
}

/** Returns undefined for what is no JPEG, or breaks off before its picture. */
export function readJpeg(jpeg: Uint8Array): JpegHead | undefined {
  const bytes = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  if (!isJpeg(bytes)) return undefined;
  const comments: string[] = [];
  let [width, height] = [0, 0];
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const kind = bytes[at + 1] ?? 0;
    const size = bytes.readUInt16BE(at + 2);
    if (kind === marker.startOfScan) return { comments, width, height };
    if (size < 2) return undefined;
    const body = bytes.subarray(at + 4, at + 2 + size);
    if (kind === marker.comment) comments.push(body.toString('latin1'));
    else if (isFrame(kind) && body.length >= 5) {
      [height, width] = [body.readUInt16BE(1), body.readUInt16BE(3)];
    }
    at += 2 + size;
  }
  return undefined;
}
