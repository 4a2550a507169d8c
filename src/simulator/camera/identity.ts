/** What a simulated camera says of itself, over RTSP and over HTTP. */
import { createHash } from 'node:crypto';
import type { Clip } from '../clips/clip.ts';

/** Returns a serial number that goes with what a camera films, so that cameras differ and stay the same. */
export function serialOf(clip: Pick<Clip, 'watermark'>): string {
  const hash = createHash('sha256').update(clip.watermark).digest('hex');
  return `LT-${hash.slice(0, 8).toUpperCase()}`;
}

/** Returns the `Server` header of a camera with this serial number. */
export const serverHeader = (serial: string): string => `Lattice/1.0 ${serial}`;
