/** A connection is read into the same memory again and again: no picture and no sound shows what came after it. */
import { afterEach, expect, test } from '@jest/globals';
import { until } from '../../../workshop/until.ts';
import { startCamera } from '../../../simulator/camera/simulate.ts';
import { type Clip, loadClips } from '../../../simulator/clips/clip.ts';
import { nalType, typeOf } from '../../media/h264/nal.ts';
import type { AccessUnit } from '../media.ts';
import { watching } from './testing/watching.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

const isSlice = (nal: Uint8Array): boolean =>
  typeOf(nal) === nalType.slice || typeOf(nal) === nalType.idr;
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** What the pictures and the sound of a clip are made of. */
function piecesOf({ video, audio }: Clip): ReadonlySet<string> {
  const nals = video.pictures.flatMap((picture) => picture.nals);
  return new Set([...nals, ...(audio?.frames ?? [])].map(textOf));
}

const seenIn = (unit: AccessUnit): readonly Uint8Array[] =>
  unit.kind === 'video' ? unit.nals.filter(isSlice) : [unit.data];

/** Where they play side by side, a foreign piece would be another camera's. */
test.each([{}, { aggregate: true }, { parameterSets: 'in-band' }] as const)(
  'each camera of several gives what it plays and nothing else, long after it was read: %j',
  async (behaviour) => {
    const clips = loadClips();
    const watched = await Promise.all(
      clips.map(async (clip) => {
        const camera = await startCamera({ clip, behaviour });
        open.push(camera);
        const watch = watching(camera.url, {}, { transport: 'tcp' });
        open.push(watch.source);
        return { clip, ...watch };
      }),
    );
    await until(() =>
      watched.every(
        ({ clip, video, audio }) => video.length > 40 && (!clip.audio || audio.length > 40),
      ),
    );
    for (const { clip, video, audio } of watched) {
      const pieces = piecesOf(clip);
      const foreign = [...video, ...audio].flatMap(seenIn).filter((it) => !pieces.has(textOf(it)));
      expect(foreign).toEqual([]);
    }
  },
  20_000,
);
