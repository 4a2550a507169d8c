/** The worker of watermark.ts: takes a picture and returns the text of the QR code in it, or ''. */
import type decode from 'jsqr';
import '/display/jsqr.js';

declare global {
  interface Window {
    /** jsQR's UMD build leaves itself here. */
    jsQR: typeof decode.default;
  }
}

function read(bitmap: ImageBitmap): string {
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return '';
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return self.jsQR(data, width, height, { inversionAttempts: 'dontInvert' })?.data ?? '';
}

self.addEventListener('message', ({ data }: MessageEvent<ImageBitmap>) => {
  self.postMessage(read(data));
});
