/**
 * Simulated cameras as a program of the bench, all on one port.
 *
 * Verbs: `urls`, one for each camera; `viewers`, how many clients each plays to; `cpu`.
 */
import { z } from 'zod';
import { simulateCameras } from '../lab/camera/simulate.ts';
import { loadClips } from '../lab/clips/clip.ts';
import { largeClip } from './large-clip.ts';
import { obey, settingsOf } from './obey.ts';

const size = z.int().positive();
const schema = z.object({
  count: size,
  /** So many of them have key pictures of so many macroblocks. */
  large: z.object({ cameras: size, across: size, down: size }).optional(),
});

export type LargePictures = z.infer<typeof schema>['large'];

async function start() {
  const { count, large } = settingsOf(schema);
  const clips = loadClips();
  const grey = large && largeClip(large.across, large.down);
  const list = Array.from({ length: count }, (_, at) => {
    const isLarge = grey !== undefined && at >= count - (large?.cameras ?? 0);
    const clip = isLarge ? grey : clips[at % clips.length];
    if (clip === undefined) throw new TypeError('no clips');
    return { clip, path: `/camera-${at}` };
  });
  const site = await simulateCameras(list);
  return {
    verbs: {
      urls: () => site.cameras.map(({ url }) => url),
      viewers: () => site.cameras.map(({ viewers }) => viewers),
    },
    close: () => site.close(),
  };
}

obey(start());
