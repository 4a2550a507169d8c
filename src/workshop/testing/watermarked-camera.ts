/** Cameras that write whose they are into all that they film, and what a display reads of that. */
import { splitNals } from '../../pictures/media/h264/annex-b.ts';
import { startCamera, type CameraOptions } from '../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../simulator/camera/simulated-camera.ts';
import type { SiteOptions } from '../../simulator/camera/simulate.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { pesOfTs } from '../../pictures/media/mpegts/read-video.ts';
import {
  findWatermarks,
  readWatermark,
  writeWatermark,
  type Watermark,
} from '../../simulator/watermark/watermark.ts';
import { textOfSei } from '../../simulator/watermark/sei.ts';

const clips = loadClips();

export type Filming = 'birch' | 'harbour';

/** Returns the clip of that household's camera. */
export const filming = (owner: Filming) => clipOf(clips, `${owner}/front-door`);

/** A camera with `owner` in each of its pictures and stills. */
export function startWatermarked(
  owner: Filming,
  options: Partial<CameraOptions & SiteOptions> = {},
): Promise<SimulatedCamera> {
  let number = 0;
  const watermark = (): string =>
    writeWatermark({ owner, camera: owner, number: (number += 1), filmedAt: Date.now() });
  return startCamera({ clip: filming(owner), path: '/door', watermark, ...options });
}

/** What stands in the pictures of an MPEG-TS segment. */
export const watermarksOfSegment = (segment: Buffer): Watermark[] =>
  pesOfTs(segment).flatMap((unit) =>
    splitNals(unit).flatMap((nal) => watermarksOf(textOfSei(nal))),
  );

export const watermarksOfStill = findWatermarks;

/** What stands in the text of an SEI unit. */
export function watermarksOf(text: string | undefined): Watermark[] {
  const read = text === undefined ? undefined : readWatermark(text);
  return read === undefined ? [] : [read];
}

/** Whose pictures they are, each once. */
export const ownersOf = (watermarks: readonly Watermark[]): string[] =>
  [...new Set(watermarks.map(({ owner }) => owner))].toSorted();
