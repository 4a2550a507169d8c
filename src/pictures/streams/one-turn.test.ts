/** Displays that ask for one camera wait for it together, and go on in one turn when it is there. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Source } from '../cameras/media.ts';
import type { DeviceId } from '../../identity/ids.ts';
import { noNames } from '../../wall/partitions/claims.ts';
import { streamForm } from '../cameras/stream-form.ts';
import { createRegister } from '../../wall/operator/register.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import { tracks } from '../../workshop/testing/tracks.ts';
import { until } from '../../workshop/until.ts';
import { createFeeds } from './feeds.ts';
import { createStreams } from './create-streams.ts';
import type { Feed, InspectableFeeds } from './feed.ts';
import type { Streams } from './streams.ts';

/** With one display that may be watching, eight may be awaited. */
const maxAwaited = 8;

let house: TestHouse;
let birch: TestAccount;
let streams: Streams;
let feeds: InspectableFeeds;
let packaged: Feed[];
/** What waits for its camera. */
let waiting: (() => void)[] | undefined;

beforeEach(async () => {
  house = await openTestHouse({ maxSessionsPerAccount: 1 });
  birch = await house.addAccount('Birch');
  [packaged, waiting] = [[], undefined];
  feeds = createFeeds({
    lingerMs: 0,
    probeTimeoutMs: 1_000,
    openSource: ({ stamp }): Source => ({
      stamp,
      ready: () =>
        new Promise((resolve) => waiting?.push(() => resolve(tracks)) ?? resolve(tracks)),
      online: () => true,
      subscribe: () => () => undefined,
      close: async () => undefined,
    }),
  });
  streams = createStreams({
    feeds,
    packagers: {
      of(feed) {
        packaged.push(feed);
        return { file: async () => undefined };
      },
      close: async () => undefined,
    },
    stills: { take: () => Promise.reject(new Error('nobody asks for one')) },
    webrtc: {
      connect: () => Promise.reject(new Error('nobody connects')),
      close: async () => undefined,
    },
    orders: { usual: ['hls'], cast: ['hls'] },
    offerBy: 'display',
    publicUrl: () => 'https://bridge.example.net',
  });
});
afterEach(() => house.close());

/** How many ask for the device at a time; the code of each refusal, `ok` for what was given. */
const ask = (device: DeviceId, times: number): Promise<readonly string[]> =>
  house.partitions.within(birch.proof, async (partition) => {
    const wanted = await partition.device(device);
    const asking = Array.from({ length: times }, () =>
      streams.open(partition, wanted, { protocols: ['hls'], casts: false }).then(
        () => 'ok',
        (error: unknown) => String((error as { code?: unknown }).code),
      ),
    );
    return Promise.all(asking);
  });

test('one that gave way to another of its turn is told so, not as a fault of the bridge', async () => {
  const register = createRegister(house.store, house.ring, noNames, streamForm);
  const add = (name: number): Promise<DeviceId> =>
    register.addCamera({
      owner: birch.account,
      source: { stream: `rtsp://127.0.0.1:554/${name}`, transport: 'auto', alwaysWarm: false },
      kind: 'camera',
      name: `${name}`,
      nicknames: [],
    });
  for (let at = 1; at < maxAwaited; at += 1) expect(await ask(await add(at), 1)).toEqual(['ok']);
  const device = await add(maxAwaited);
  const held: (() => void)[] = [];
  waiting = held;
  const asked = ask(device, 3);
  await until(() => held.length >= 3);
  for (const goOn of held) goOn();
  expect(await asked).toEqual(['stream-ended', 'stream-ended', 'ok']);
  // What they held is given back, and nothing is packaged for them.
  expect(packaged).toHaveLength(maxAwaited);
  expect(house.partitions.load.sessions).toBe(maxAwaited);
  expect(feeds.size).toBe(maxAwaited);
});
