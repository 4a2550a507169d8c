/** Reads the owner's stamp, a QR code, out of a decoded picture. */
import jsQR from 'jsqr';

/** A decoded picture: four bytes a pixel, row by row, no padding. */
export interface Rgba {
  readonly data: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** The text of the QR code in the picture, or nothing when none can be read. */
export function readStamp({ data, width, height }: Rgba): string | undefined {
  const pixels = new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength);
  const code = jsQR.default(pixels, width, height, { inversionAttempts: 'dontInvert' });
  return code?.data;
}
