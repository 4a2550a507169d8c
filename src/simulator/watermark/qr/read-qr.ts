/** Reads the owner's watermark, a QR code, out of a decoded picture. */
import jsQR from 'jsqr';

/** A decoded picture: four bytes a pixel, row by row, no padding. */
export interface Rgba {
  readonly data: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Returns the text of the QR code in the picture, or nothing if none can be read. */
export function readQr({ data, width, height }: Rgba): string | undefined {
  const pixels = new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength);
  const code = jsQR.default(pixels, width, height, { inversionAttempts: 'dontInvert' });
  return code?.data;
}

/** Returns the picture `times` as large, pixel by pixel: a reader wants modules of several pixels. */
export function enlarged({ data, width, height }: Rgba, times: number): Rgba {
  const wide = width * times;
  const large = new Uint32Array(wide * height * times);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let y = 0; y < height * times; y += 1) {
    const row = Math.floor(y / times) * width;
    for (let x = 0; x < wide; x += 1) {
      large[y * wide + x] = view.getUint32((row + Math.floor(x / times)) * 4, true);
    }
  }
  return { data: new Uint8Array(large.buffer), width: wide, height: height * times };
}
