/** Text in a JPEG: the comment segment (ITU-T T.81 §B.2.4.5). */
import { marker } from './markers.ts';

/** Returns the picture with `text` as its first segment. */
export function withComment(jpeg: Uint8Array, text: string): Buffer {
  const body = Buffer.from(text, 'latin1');
  const head = Buffer.from([0xff, marker.startOfImage, 0xff, marker.comment, 0, 0]);
  head.writeUInt16BE(body.length + 2, 4);
  return Buffer.concat([head, body, jpeg.subarray(2)]);
}
