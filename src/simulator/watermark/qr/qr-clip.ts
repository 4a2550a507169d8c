/** A clip that shows nothing but a QR code: small, exact, and made in a millisecond. */
import { generate } from 'lean-qr';
import type { Clip } from '../../clips/clip.ts';
import { blockSize, greyVideo } from '../../clips/grey-h264.ts';
import { greyJpeg } from '../../clips/grey-jpeg.ts';
import { packetise } from '../../clips/packets.ts';

/** Pictures a second, and from one key picture to the next. */
const [fps, group] = [30, 15];
const [dark, light] = [16, 235];
/** White around the code, as its standard demands. */
const quiet = 4;

/** `watermark` is what the code reads: at most 14 characters. One module is one sample of the video. */
export function qrClip(watermark: string, name: string): Clip {
  const code = generate(watermark, { minVersion: 1, maxVersion: 1 });
  const sample = (x: number, y: number): number => (code.get(x - quiet, y - quiet) ? dark : light);
  const modules = code.size + 2 * quiet;
  const across = Math.ceil(modules / blockSize);
  const video = greyVideo({ across, down: across, sample }, group);
  return {
    name,
    household: 'any',
    camera: name,
    watermark,
    fps,
    width: across * blockSize,
    height: across * blockSize,
    video,
    still: greyJpeg(modules, sample),
    packets: packetise(video, undefined),
  };
}
