/** @takes 56 s */
import { afterEach, describe, expect, test } from '@jest/globals';
import { clipOf, loadClips } from '../../../simulator/clips/clip.ts';
import { type CameraOptions, startCamera } from '../../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../../simulator/camera/simulated-camera.ts';
import type { VideoUnit } from '../media.ts';
import { decode } from '../../media/testing/h264.ts';
import { describeWith } from './testing/tools.ts';
import { type Watching, watching } from './testing/watching.ts';
import { until } from '../../../workshop/until.ts';

const clips = loadClips();
const clip = clipOf(clips, 'birch/front-door');
const frameUs = 1_000_000 / clip.fps;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function played(
  options: Omit<CameraOptions, 'clip'> = {},
  transport: 'auto' | 'tcp' | 'udp' = 'auto',
): Promise<Watching & { readonly camera: SimulatedCamera }> {
  const camera = await startCamera({ clip, ...options });
  open.push(camera);
  const watch = watching(camera.url, {}, { transport });
  open.push(watch.source);
  return { ...watch, camera };
}

const stepsOf = (units: readonly VideoUnit[]): number[] =>
  units.slice(1).map(({ timestampUs }, index) => timestampUs - (units[index]?.timestampUs ?? 0));

describe('simulated cameras', () => {
  test.each(['tcp', 'udp'] as const)('picture and sound over %s', async (transport) => {
    const { source, video, audio } = await played({}, transport);
    const tracks = await source.ready();
    expect(tracks.video).toMatchObject({ width: clip.width, height: clip.height });
    expect(tracks.audio?.codec).toBe('aac');
    await until(() => video.length > 20 && audio.length > 10);
    for (const step of stepsOf(video)) expect(Math.abs(step - frameUs)).toBeLessThan(100);
  });

  test.each(['MD5', 'SHA-256'] as const)(
    'Digest %s with nonces that run out',
    async (algorithm) => {
      const auth = { scheme: 'digest', algorithm, user: 'a b', password: 'c:@/d' } as const;
      const { video } = await played({ auth, behaviour: { staleAfter: 2, sessionTimeout: 2 } });
      await until(() => video.length > 45);
    },
  );

  test.each([
    { stuckTimestamps: true },
    { shiftTimestamps: -3_600 },
    { shiftTimestamps: 3_600 },
    { shiftTimestamps: 3 },
  ])('lying about time, %j: time goes on as the pictures come', async (behaviour) => {
    const { camera, video } = await played();
    await until(() => video.length > 8);
    await camera.misbehave(behaviour);
    const count = video.length;
    await until(() => video.length > count + 20);
    const steps = stepsOf(video);
    expect(Math.min(...steps)).toBeGreaterThan(0);
    expect(Math.max(...steps)).toBeLessThan(900_000);
  });

  test.each([
    { parameterSets: 'sdp' },
    { parameterSets: 'in-band' },
    { aggregate: true },
    { contentBase: 'no-slash' },
    { contentBase: 'none', control: 'absolute', sessionControl: 'absolute' },
    { sessionControl: 'none', startAt: 'live' },
    { sessionTimeout: 1, rtcpKeepsAlive: false },
    { noTransport: 'tcp' },
  ] as const)('in its own way: %j', async (behaviour) => {
    const { source, video, log } = await played({ behaviour });
    await source.ready();
    await until(() => video.length > 30);
    expect(video[0]?.key).toBe(true);
    expect(log).toHaveLength(1);
  });

  test('refuses, redirects, drops: back when it is', async () => {
    const { camera, source, video } = await played({ behaviour: { answer: 500 } });
    await expect(source.ready()).rejects.toMatchObject({ reason: { code: 'status', status: 500 } });
    await camera.behave();
    await until(() => video.length > 5);
    camera.drop();
    await until(() => !source.online());
    const count = video.length;
    await until(() => video.length > count);
    expect(video[count]?.key).toBe(true);
  });
});

describeWith('ffmpeg', 'simulated cameras that lose and damage', () => {
  test.each([
    { loseEvery: 37 },
    { damageEvery: 41, damage: 'truncated' },
    { damageEvery: 43, damage: 'version' },
    { damageEvery: 47, damage: 'nal-type' },
  ] as const)(
    '%j: what comes out is whole',
    async (behaviour) => {
      const { source, video } = await played({ behaviour }, 'udp');
      await until(() => video.length > 30, 25_000);
      await source.close();
      const decoded = await decode(video.flatMap(({ nals }) => nals));
      expect(decoded.complaints).toBe('');
      expect(decoded.pictures).toHaveLength(video.length);
    },
    30_000,
  );
});
