/**
 * Simulated cameras as a program of the bench, all on one port.
 *
 * Verbs: `urls` and `onvif`, one for each camera; `viewers`, how many clients each plays to; `cpu`.
 */
import { z } from 'zod';
import { simulateCameras } from '../lab/camera/simulate.ts';
import { loadClips } from '../lab/clips/clip.ts';
import { withKeyInterval } from '../lab/clips/key-interval.ts';
import { obey, settingsOf } from './obey.ts';

const schema = z.object({
  count: z.int().positive(),
  /** Where a camera is when it is opened. */
  startAt: z.enum(['key', 'middle']).default('key'),
  /** Seconds between key pictures; those of the clips, one, where it is left out. */
  keySeconds: z.number().positive().optional(),
  onvif: z.boolean().default(false),
});

/** How the cameras are, beside their number. */
export type CameraKind = Omit<z.input<typeof schema>, 'count'>;

async function start() {
  const { count, startAt, keySeconds, onvif } = settingsOf(schema);
  const clips = await Promise.all(
    loadClips().map((clip) =>
      keySeconds === undefined ? clip : withKeyInterval(clip, keySeconds),
    ),
  );
  const list = Array.from({ length: count }, (_, at) => {
    const clip = clips[at % clips.length];
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
