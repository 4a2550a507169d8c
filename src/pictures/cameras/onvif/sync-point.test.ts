/** A camera that is in the middle between two key pictures is asked for one over ONVIF. */
import { afterEach, expect, test } from '@jest/globals';
import { type CameraOptions, startCamera } from '../../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../../simulator/camera/simulated-camera.ts';
import { clipOf, loadClips } from '../../../simulator/clips/clip.ts';
import { newCameraId } from '../../../identity/ids.ts';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import { OriginRefusal } from '../origin/origin.ts';
import { anyGuard, anyOrigin } from '../../../workshop/testing/any-camera.ts';
import { createLookup } from '../lookup.ts';
import { watching } from '../rtsp/testing/watching.ts';
import { until } from '../../../workshop/until.ts';
import { createAskForKey } from './sync-point.ts';

const clip = clipOf(loadClips(), 'birch/front-door');
const auth = { scheme: 'digest', user: 'viewer', password: 'window-seat' } as const;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function camera(options: Partial<CameraOptions> = {}): Promise<SimulatedCamera> {
  const one = await startCamera({ clip, onvif: {}, behaviour: { startAt: 'middle' }, ...options });
  open.push(one);
  return one;
}

const addressOf = ({ url, onvifUrl }: SimulatedCamera, change: Partial<CameraAddress> = {}) => ({
  stream: url,
  ...(onvifUrl !== undefined && { onvif: onvifUrl }),
  transport: 'tcp' as const,
  alwaysWarm: false,
  opening: 1,
  stamp: { camera: newCameraId(), epoch: 1 },
  ...change,
});

const asker = (guardOrigin = anyOrigin) =>
  createAskForKey({ guardOrigin, lookup: createLookup(), timeoutMs: 5_000 });
const forever = new AbortController().signal;

test.each([undefined, { ...auth }])(
  'is asked for the stream it plays, logging in: %j',
  async (login) => {
    const one = await camera(login && { auth: login });
    const ask = asker();
    const address = addressOf(one);
    expect(await ask(address, forever)).toBe(true);
    // What it calls the stream is known by now.
    expect(await ask(address, forever)).toBe(true);
    expect(one.keysAsked).toBe(2);
  },
);

test('one that has no such stream is not asked, nor one without the service', async () => {
  const one = await camera();
  const ask = asker();
  expect(await ask(addressOf(one, { stream: `${one.url}/elsewhere` }), forever)).toBe(false);
  const { onvif: _onvif, ...without } = addressOf(one);
  expect(await ask(without, forever)).toBe(false);
  expect(one.keysAsked).toBe(0);
});

test.each([
  ['?transportmode=unicast&profile=Profile_1', ''],
  ['?channel=1&subtype=1&unicast=true&proto=Onvif', '?channel=1&subtype=1'],
  ['', '/'],
])(
  'the stream is known with %j appended by its service, where it is opened with %j',
  async (appends, query) => {
    const one = await camera({ onvif: { appends } });
    expect(await asker()(addressOf(one, { stream: `${one.url}${query}` }), forever)).toBe(true);
    expect(one.keysAsked).toBe(1);
  },
);

test('another channel of the same recorder is another stream', async () => {
  const one = await camera({ onvif: { appends: '?channel=1&proto=Onvif' } });
  const there = addressOf(one, { stream: `${one.url}?channel=2` });
  expect(await asker()(there, forever)).toBe(false);
  expect(one.keysAsked).toBe(0);
});

test('a service that takes a while for each answer is waited for', async () => {
  const one = await camera({ auth, onvif: { slowMs: 300 } });
  const { source, log } = watching(one.url, {}, { onvif: addressOf(one).onvif ?? '' });
  open.push(source);
  await until(() => log.some(({ event }) => event.startsWith('onvif-key')), 20_000);
  expect(log.find(({ event }) => event.startsWith('onvif-key'))?.event).toBe('onvif-key-asked');
}, 30_000);

test('nothing is asked where its origin is refused', async () => {
  const one = await camera();
  const refusing = asker(async () =>
    anyGuard({ claim: () => Promise.reject(new OriginRefusal('other-owner')) }),
  );
  await expect(refusing(addressOf(one), forever)).rejects.toBeInstanceOf(OriginRefusal);
  expect(one.keysAsked).toBe(0);
});

test.each([undefined, 1] as const)(
  'a stream that is opened shows its first picture as soon as that has come (connections: %s)',
  async (connections) => {
    const one = await camera();
    const where = addressOf(one);
    const { source, video, log } = watching(
      one.url,
      {},
      { onvif: where.onvif ?? '', ...(connections && { connections }) },
    );
    open.push(source);
    await until(() => log.some(({ event }) => event === 'onvif-key-asked'));
    await until(() => video.length > 0);
    expect(video[0]?.key).toBe(true);
    expect(one.keysAsked).toBe(1);
  },
);
