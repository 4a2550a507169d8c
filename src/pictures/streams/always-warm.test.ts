import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newCameraId } from '../../identity/ids.ts';
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import { keepWarm, type AlwaysWarm } from './always-warm.ts';

const address = (rtsp: string, epoch = 1): CameraAddress => ({
  stamp: { camera: newCameraId(), epoch },
  stream: rtsp,
  transport: 'auto',
  alwaysWarm: true,
  opening: 1,
});

let cameras: CameraAddress[];
let revision: number;
let open: string[];
let asked: boolean[];
let complaints: unknown[];
/** What each release said of whether its source is over. */
let releases: (boolean | undefined)[];
let warm: AlwaysWarm;

beforeEach(() => {
  cameras = [];
  revision = 0;
  open = [];
  asked = [];
  complaints = [];
  releases = [];
  warm = keepWarm({
    feeds: {
      open(wanted) {
        const name = `${wanted.stream} ${wanted.stamp.epoch}`;
        open.push(name);
        const release = (over?: boolean) => {
          releases.push(over);
          open = open.filter((other) => other !== name);
        };
        const feed = {
          stamp: wanted.stamp,
          opening: 1,
          ready: () => Promise.reject(new Error('not asked for')),
          online: () => true,
          watch: () => () => undefined,
          lastKey: () => undefined,
        };
        return { feed, release };
      },
      probe: async () => undefined,
      isLost: () => false,
      async closeOutdated(stands) {
        asked.push(await stands(address('rtsp://lingering/')));
      },
      size: 0,
      close: async () => undefined,
    },
    stands: async () => false,
    cameras: async () => cameras,
    revision: async () => {
      if (revision < 0) throw new Error('storage is not available');
      return revision;
    },
    report: (error) => complaints.push(error),
  });
});
afterEach(() => warm.close());

async function now(...wanted: CameraAddress[]): Promise<string[]> {
  cameras = wanted;
  revision += 1;
  await warm.look();
  return open;
}

test('what is to be warm is held once, and let go when it is no longer', async () => {
  const [first, second] = [address('rtsp://a/1'), address('rtsp://a/2')];
  expect(await now(first, second)).toEqual(['rtsp://a/1 1', 'rtsp://a/2 1']);
  expect(await now(first)).toEqual(['rtsp://a/1 1']);
  expect(await now(first)).toEqual(['rtsp://a/1 1']);
  expect(await now()).toEqual([]);
});

test('a camera that was handed over or has moved is opened anew', async () => {
  const first = address('rtsp://a/1');
  await now(first);
  const owned = { ...first, stamp: { ...first.stamp, epoch: 2 } };
  expect(await now(owned)).toEqual(['rtsp://a/1 2']);
  expect(await now({ ...owned, stream: 'rtsp://b/1' })).toEqual(['rtsp://b/1 2']);
});

test('a camera that is to be opened anew is let go of at once, and held again', async () => {
  const first = address('rtsp://a/1');
  await now(first);
  expect(await now({ ...first, opening: 2 })).toEqual(['rtsp://a/1 1']);
  expect(releases).toEqual([true]);
});

test('nothing is let go while the store cannot be asked', async () => {
  await now(address('rtsp://a/1'));
  revision = -1;
  await warm.look();
  expect(open).toEqual(['rtsp://a/1 1']);
  expect(complaints).toHaveLength(1);
});

test('everything is let go at the end', async () => {
  await now(address('rtsp://a/1'));
  await warm.close();
  expect(open).toEqual([]);
});

test('what lingers is asked about whenever something has changed', async () => {
  await warm.look();
  asked = [];
  await warm.look();
  expect(asked).toEqual([]);
  await now();
  expect(asked).toEqual([false]);
});
