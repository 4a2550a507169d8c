/**
 * Simulated cameras as a program of the bench, all on one port.
 *
 * Verbs: `urls`, one for each camera; `viewers`, how many clients each plays to; `cpu`.
 */
import { z } from 'zod';
import { simulateCameras } from '../lab/camera/simulate.ts';
import { loadClips } from '../lab/clips/clip.ts';
import { obey, settingsOf } from './obey.ts';

const schema = z.object({ count: z.int().positive() });

async function start() {
  const { count } = settingsOf(schema);
  const clips = loadClips();
  const list = Array.from({ length: count }, (_, at) => {
    const clip = clips[at % clips.length];
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
