/** What a JPEG says of itself before its picture begins (ITU-T T.81 §B). */

export interface JpegHead {
  /** Its comment segments, byte for byte. */
  readonly comments: readonly string[];
  readonly width: number;
  readonly height: number;
}

const marker = { comment: 0xfe, startOfScan: 0xda };

/** SOF0 to SOF15, of which three numbers mean something else. */
const isFrame = (kind: number): boolean =>
  kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind);

/** Undefined for what is no JPEG, or breaks off before its picture. */
export function readJpeg(jpeg: Uint8Array): JpegHead | undefined {
  const bytes = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
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
