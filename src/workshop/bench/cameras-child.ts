/**
 * Simulated cameras as a program of the bench, all on one port.
 *
 * Verbs: `urls` and `onvif`, one for each camera; `viewers`, how many clients each plays to; `cpu`.
 */
import { z } from 'zod';
import { simulateCameras } from '../../simulator/camera/simulate.ts';
import { loadClips } from '../../simulator/clips/clip.ts';
import { withKeyInterval } from '../../simulator/clips/key-interval.ts';
import { busyClip } from './busy-clip.ts';
import { largeClip } from './large-clip.ts';
import { obey, settingsOf } from './obey.ts';

const size = z.int().positive();
const schema = z.object({
  count: size,
  /** The last so many of them have key pictures of so many macroblocks. */
  large: z.object({ cameras: size, across: size, down: size }).optional(),
  /** All of them send 1.5 Mbit/s. */
  busy: z.boolean().default(false),
  /** Where a camera is when it is opened. */
  startAt: z.enum(['key', 'middle']).default('key'),
  /** Seconds between key pictures; one, as in the clips, if it is left out. */
  keySeconds: z.number().positive().optional(),
  onvif: z.boolean().default(false),
});

/** How the cameras are, beside their number. */
export type CameraKind = Omit<z.input<typeof schema>, 'count'>;
export type LargePictures = CameraKind['large'];

async function start() {
  const { count, large, busy, startAt, keySeconds, onvif } = settingsOf(schema);
  const clips = await Promise.all(
    (busy ? [await busyClip()] : loadClips()).map(async (clip) =>
      keySeconds === undefined ? clip : withKeyInterval(clip, keySeconds),
    ),
  );
  const grey = large && largeClip(large.across, large.down);
  const list = Array.from({ length: count }, (_, at) => {
    const isLarge = grey !== undefined && at >= count - (large?.cameras ?? 0);
    const clip = isLarge ? grey : clips[at % clips.length];
    if (clip === undefined) throw new TypeError('no clips');
    return { clip, path: `/camera-${at}`, behaviour: { startAt }, ...(onvif && { onvif: {} }) };
  });
  const site = await simulateCameras(list);
  return {
    verbs: {
      urls: () => site.cameras.map(({ url }) => url),
      onvif: () => site.cameras.map(({ onvifUrl }) => onvifUrl),
      viewers: () => site.cameras.map(({ viewers }) => viewers),
    },
    close: () => site.close(),
  };
}

obey(start());
