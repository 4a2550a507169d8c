/** No camera's still is larger; in bytes. */
export const mostBytes = 8 * 1024 * 1024;

/** Whether the bytes begin as a JPEG does: SOI and the next marker (ITU-T T.81 §B.1.1.3). */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}
