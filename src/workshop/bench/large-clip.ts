/** A camera whose key pictures are as large as H.264 makes them: every sample as it is. */
import { blockSize, greyVideo } from '../../simulator/clips/grey-h264.ts';
import type { Clip } from '../../simulator/clips/clip.ts';
import { packetise } from '../../simulator/clips/packets.ts';

const fps = 15;

/** Some 384 bytes for each macroblock; one key picture a second. */
export function largeClip(across: number, down: number): Clip {
  const sample = (x: number, y: number): number => 16 + ((x * 7 + y * 13) % 200);
  const video = greyVideo({ across, down, sample }, fps);
  return {
    name: 'large',
    household: 'Nobody',
    camera: 'Large',
    watermark: 'nobody/large',
    fps,
    width: across * blockSize,
    height: down * blockSize,
    video,
    still: Buffer.alloc(0),
    packets: packetise(video, undefined),
  };
}
