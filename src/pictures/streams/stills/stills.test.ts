import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { listening } from '../../../common/listening.ts';
import { removeFolder, scratchFolder } from '../../../workshop/testing/scratch-folder.ts';
import { until } from '../../../workshop/until.ts';
import type { AccessUnit, VideoUnit } from '../../cameras/media.ts';
import { startCamera } from '../../../simulator/camera/simulate.ts';
import { clipOf, loadClips } from '../../../simulator/clips/clip.ts';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import type { Stamp } from '../../../wall/partitions/stamp.ts';
import { anyCamera, anyOrigin } from '../../../workshop/testing/any-camera.ts';
import { type Clip, makeClip } from '../../../workshop/testing/clip-source.ts';
import { addressOf, newStamp } from '../../../workshop/testing/units.ts';
import type { Feed } from '../feed.ts';
import { findFfmpeg } from './ffmpeg.ts';
import { isJpeg } from '../../media/jpeg/head.ts';
import type { Still, Stills } from './still.ts';
import { createStills } from './stills.ts';

let clip: Clip;
let ffmpeg: string | undefined;
let server: Server;
let base: string;
/** Requests that wait for an answer, by path. */
let asked: { path: string; answer: (body: Buffer, status?: number) => void }[];
let nowMs: number;
const now = (): number => nowMs;

beforeAll(async () => {
  clip = await makeClip({ seconds: 1, size: '320x180' });
  ffmpeg = await findFfmpeg();
});
beforeEach(async () => {
  asked = [];
  nowMs = 1_000_000;
  server = createServer((request, response) => {
    const answer = (body: Buffer, status = 200): void => void response.writeHead(status).end(body);
    asked.push({ path: request.url ?? '', answer });
  });
  const { port } = await listening(server);
  base = `http://127.0.0.1:${port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** A JPEG as far as anybody looks; `whose` tells whose it is. */
const jpeg = (whose: number): Buffer => Buffer.from([0xff, 0xd8, 0xff, 0xe0, whose]);
const options = {
  recognise: anyCamera,
  guardOrigin: anyOrigin,
  timeoutMs: 20_000,
  freshMs: 3000,
  now,
};

function keyOf(stamp: Stamp, arrivedAt: number): VideoUnit {
  const { nals = [] } = clip.pictures[0] ?? {};
  return { kind: 'video', stamp, timestampUs: 0, key: true, nals, arrivedAt, heardAt: arrivedAt };
}

function feedOf(stamp: Stamp, last?: VideoUnit) {
  const listeners = new Set<(unit: AccessUnit) => void>();
  const feed: Feed = {
    stamp,
    opening: 1,
    ready: async () => ({ video: clip.video }),
    online: () => true,
    watch(listener) {
      if (last !== undefined) listener(last);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    lastKey: () => last,
  };
  return { feed, listeners, emit: (unit: AccessUnit) => [...listeners].map((one) => one(unit)) };
}

const waitFor = (count: number) => until(() => asked.length >= count);

const camera = (path: string, stamp = newStamp(), change: Partial<CameraAddress> = {}) => {
  const address = addressOf(stamp, { still: base + path, ...change });
  return { address, stamp, feed: feedOf(stamp).feed };
};

test('takes the camera’s own still, with its stamp and its time', async () => {
  const stills = createStills(options);
  const { address, feed, stamp } = camera('/one.jpg');
  const taking = stills.take(address, feed, -Infinity, 1);
  await waitFor(1);
  nowMs += 500;
  asked[0]?.answer(jpeg(1));
  const still = await taking;
  const heardAt = expect.any(Number);
  expect(still).toEqual({ stamp, jpeg: jpeg(1), takenAt: 1_000_000, heardAt });
  expect(Object.isFrozen(still)).toBe(true);
});

test('a still that was asked for before is not given to one who may see less', async () => {
  let clock = 5;
  const stills = createStills({ ...options, clock: () => clock });
  const { address, feed } = camera('/one.jpg');
  const early = stills.take(address, feed, -Infinity, 1);
  const late = stills.take(address, feed, 6, 1);
  await waitFor(1);
  clock = 7;
  asked[0]?.answer(jpeg(1));
  await early;
  await waitFor(2);
  asked[1]?.answer(jpeg(2));
  expect(await late).toMatchObject({ heardAt: 7, jpeg: jpeg(2) });
  expect(await stills.take(address, feed, 7, 1)).toMatchObject({ heardAt: 7 });
  clock = 9;
  const later = stills.take(address, feed, 8, 1);
  await waitFor(3);
  asked[2]?.answer(jpeg(3));
  expect(await later).toMatchObject({ heardAt: 9 });
});

test('no key picture from before is made into a still, but the next one', async () => {
  const stills = createStills({ ...options, timeoutMs: 20_000, ffmpeg });
  const stamp = newStamp();
  const { feed, listeners, emit } = feedOf(stamp, keyOf(stamp, nowMs));
  const taking = stills.take(addressOf(stamp), feed, nowMs + 1, 1);
  await Promise.race([taking, until(() => listeners.size > 0)]);
  // Read late.
  emit(keyOf(stamp, nowMs));
  emit(keyOf(stamp, nowMs + 2));
  expect(await taking).toMatchObject({ heardAt: nowMs + 2 });
});

test('a still that is not admitted is given to nobody, and another way is not tried', async () => {
  const admits = jest.fn((_stamp: Stamp, bytes: Uint8Array) => bytes[4] !== 1);
  const stills = createStills({ ...options, ffmpeg, admits });
  const { address, feed, stamp } = camera('/one.jpg');
  const taking = stills.take(address, feed, -Infinity, 1);
  await waitFor(1);
  asked[0]?.answer(jpeg(1));
  await expect(taking).rejects.toMatchObject({ code: 'forbidden' });
  expect(admits.mock.calls).toEqual([[stamp, expect.anything()]]);
  const again = stills.take(address, feed, -Infinity, 1);
  await waitFor(2);
  asked[1]?.answer(jpeg(2));
  expect((await again).jpeg).toEqual(jpeg(2));
});

test('one request serves all who ask for it at once, and for a while after', async () => {
  const stills = createStills(options);
  const { address, feed } = camera('/one.jpg');
  const taking = Promise.all([1, 2, 3].map(() => stills.take({ ...address }, feed, -Infinity, 1)));
  await waitFor(1);
  asked[0]?.answer(jpeg(1));
  const [first, second] = await taking;
  expect(second).toBe(first);
  nowMs += 3000;
  expect(await stills.take(address, feed, -Infinity, 1)).toBe(first);
  expect(asked).toHaveLength(1);
  nowMs += 1;
  const again = stills.take(address, feed, -Infinity, 1);
  await waitFor(2);
  asked[1]?.answer(jpeg(2));
  expect((await again).jpeg).toEqual(jpeg(2));
});

test.each<[string, () => [ReturnType<typeof camera>, ReturnType<typeof camera>]]>([
  ['cameras', () => [camera('/same.jpg'), camera('/same.jpg')]],
  [
    'epochs of one camera',
    () => {
      const stamp = newStamp();
      return [camera('/same.jpg', stamp), camera('/same.jpg', { ...stamp, epoch: 2 })];
    },
  ],
  [
    'addresses of one camera',
    () => {
      const stamp = newStamp();
      return [
        camera('/same.jpg', stamp),
        camera('/same.jpg', stamp, { stream: 'rtsp://192.0.2.9/' }),
      ];
    },
  ],
  [
    'openings of one camera',
    () => {
      const stamp = newStamp();
      return [camera('/same.jpg', stamp), camera('/same.jpg', stamp, { opening: 2 })];
    },
  ],
  [
    'stills of one camera',
    () => {
      const stamp = newStamp();
      return [camera('/a.jpg', stamp), camera('/b.jpg', stamp)];
    },
  ],
])('two %s never share a still, neither under way nor fresh', async (_, pair) => {
  const stills = createStills(options);
  const [one, two] = pair();
  const first = stills.take(one.address, one.feed, -Infinity, 1);
  await waitFor(1);
  const second = stills.take(two.address, two.feed, -Infinity, 1);
  await waitFor(2);
  asked[0]?.answer(jpeg(1));
  asked[1]?.answer(jpeg(2));
  expect([(await first).jpeg, (await second).jpeg]).toEqual([jpeg(1), jpeg(2)]);
  expect([(await first).stamp, (await second).stamp]).toEqual([one.stamp, two.stamp]);
  expect((await stills.take(one.address, one.feed, -Infinity, 1)).jpeg).toEqual(jpeg(1));
  expect((await stills.take(two.address, two.feed, -Infinity, 1)).jpeg).toEqual(jpeg(2));
});

test('after a failure there is no older picture to fall back on, and the next one asks anew', async () => {
  const stills = createStills(options);
  const { address, feed } = camera('/one.jpg');
  const first = stills.take(address, feed, -Infinity, 1);
  await waitFor(1);
  asked[0]?.answer(jpeg(1));
  await first;
  nowMs += 3001;
  const second = stills.take(address, feed, -Infinity, 1);
  const refused = expect(second).rejects.toMatchObject({ code: 'device-offline' });
  await waitFor(2);
  asked[1]?.answer(Buffer.from('gone'), 503);
  await refused;
  const third = stills.take(address, feed, -Infinity, 1);
  await waitFor(3);
  asked[2]?.answer(jpeg(3));
  expect((await third).jpeg).toEqual(jpeg(3));
});

test('without a still of its own, the last key picture is decoded', async () => {
  const stills = createStills({ ...options, ffmpeg });
  const stamp = newStamp();
  const { feed } = feedOf(stamp, keyOf(stamp, nowMs - 3000));
  const still = await stills.take(addressOf(stamp), feed, -Infinity, 1);
  expect(isJpeg(still.jpeg)).toBe(true);
  expect(still).toMatchObject({ stamp, takenAt: nowMs - 3000 });
});

test('a still that fails makes way for the key picture', async () => {
  const stills = createStills({ ...options, ffmpeg });
  const stamp = newStamp();
  const { feed } = feedOf(stamp, keyOf(stamp, nowMs));
  const taking = stills.take(addressOf(stamp, { still: `${base}/one.jpg` }), feed, -Infinity, 1);
  await waitFor(1);
  asked[0]?.answer(Buffer.from('busy'), 503);
  expect(isJpeg((await taking).jpeg)).toBe(true);
});

test.each([
  ['none', undefined],
  ['an old one', 3001],
])('where there is %s, the next key picture is waited for', async (_, ageMs) => {
  const stills = createStills({ ...options, ffmpeg });
  const stamp = newStamp();
  const last = ageMs === undefined ? undefined : keyOf(stamp, nowMs - ageMs);
  const { feed, emit, listeners } = feedOf(stamp, last);
  const taking = stills.take(addressOf(stamp), feed, -Infinity, 1);
  await until(() => listeners.size > 0);
  emit({ ...keyOf(stamp, nowMs), key: false });
  emit(keyOf(stamp, nowMs + 1));
  expect((await taking).takenAt).toBe(nowMs + 1);
  expect(listeners.size).toBe(0);
});

test('of a camera that plays, and sends no key picture in time, it is told for how long', async () => {
  const stills = createStills({ ...options, timeoutMs: 100, ffmpeg });
  const stamp = newStamp();
  const { feed, listeners } = feedOf(stamp, keyOf(stamp, nowMs - 60_000));
  const taking = stills.take(addressOf(stamp), feed, -Infinity, 1);
  const reason = { code: 'no-key-picture', seconds: 60 };
  await expect(taking).rejects.toMatchObject({ code: 'stream-unavailable', reason });
  expect(listeners.size).toBe(0);
});

test('one that sends nothing is offline', async () => {
  const stills = createStills({ ...options, timeoutMs: 100, ffmpeg });
  const stamp = newStamp();
  const feed = { ...feedOf(stamp).feed, online: () => false };
  const taking = stills.take(addressOf(stamp), feed, -Infinity, 1);
  await expect(taking).rejects.toMatchObject({ code: 'device-offline' });
});

test('without ffmpeg and without a still of its own the camera has none', async () => {
  const stills = createStills(options);
  const stamp = newStamp();
  const { feed } = feedOf(stamp, keyOf(stamp, nowMs));
  const taking = stills.take(addressOf(stamp), feed, -Infinity, 1);
  await expect(taking).rejects.toMatchObject({ code: 'device-offline' });
});

test('a feed or a key picture of another camera is refused', async () => {
  const stills = createStills({ ...options, ffmpeg });
  const stamp = newStamp();
  const foreign = newStamp();
  const other = feedOf(foreign, keyOf(foreign, nowMs)).feed;
  const mixed = feedOf(stamp, keyOf({ ...stamp, epoch: 2 }, nowMs)).feed;
  const address = addressOf(stamp);
  const named = { ...mixed, stamp: foreign, lastKey: () => keyOf(stamp, nowMs) };
  await expect(stills.take(address, named, -Infinity, 1)).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(stills.take(address, other, -Infinity, 1)).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(stills.take(address, mixed, -Infinity, 1)).rejects.toMatchObject({
    code: 'forbidden',
  });
});

/** An ffmpeg that says when it begins, and is done when it is let go. */
async function heldFfmpeg(work: (ffmpeg: string, held: HeldFfmpeg) => Promise<void>) {
  const folder = scratchFolder('stills');
  const [log, door] = [join(folder, 'log'), join(folder, 'door')];
  const path = join(folder, 'ffmpeg');
  const lines = [
    '#!/bin/sh',
    `size=$(/usr/bin/wc -c)`,
    `if [ $size -gt 100000 ]; then echo in large >> ${log}; else echo in >> ${log}; fi`,
    `while [ ! -e ${door} ]; do /bin/sleep 0.01; done`,
    `echo out >> ${log}`,
  ];
  await writeFile(path, [...lines, "printf '\\377\\330\\377\\340'"].join('\n'), { mode: 0o755 });
  const said = async (): Promise<string[]> =>
    (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').filter(Boolean);
  try {
    await work(path, { said, letGo: () => writeFile(door, '') });
  } finally {
    await writeFile(door, '');
    removeFolder(folder);
  }
}

interface HeldFfmpeg {
  /** What began and ended. */
  said(): Promise<string[]>;
  letGo(): Promise<void>;
}

const patient = { timeoutMs: 25_000 };
const decoded = (stills: Stills, account: unknown, filler = 1): Promise<Still> => {
  const stamp = newStamp();
  const key = keyOf(stamp, nowMs);
  const nals = [...key.nals, Buffer.alloc(filler, 0x0c)];
  const { feed } = feedOf(stamp, { ...key, nals });
  return stills.take(addressOf(stamp), feed, -Infinity, account);
};

test('only so many ffmpeg run at a time', () =>
  heldFfmpeg(async (slow, held) => {
    const stills = createStills({ ...options, ...patient, ffmpeg: slow, children: 1 });
    const all = Promise.all(['a', 'b', 'c', 'd'].map((account) => decoded(stills, account)));
    await until(async () => (await held.said()).length > 0);
    await held.letGo();
    await all;
    expect(await held.said()).toEqual(Array.from({ length: 4 }, () => ['in', 'out']).flat());
  }));

test('one account has one of them at a time, and the next free one is its neighbour’s', () =>
  heldFfmpeg(async (slow, held) => {
    const stills = createStills({ ...options, ...patient, ffmpeg: slow, children: 4 });
    const greedy = Array.from({ length: 8 }, () => decoded(stills, 'greedy', 100_000));
    await until(async () => (await held.said()).length > 0);
    // There is a place for each at once, although eight came before.
    const neighbours = ['a', 'b', 'c'].map((account) => decoded(stills, account));
    const began = async (line: string): Promise<number> =>
      (await held.said()).filter((one) => one === line).length;
    await until(async () => (await began('in')) >= 3);
    expect(await began('in large')).toBe(1);
    await held.letGo();
    await Promise.all([...neighbours, ...greedy]);
  }));

test('cameras that are slow to give their own stills hold back their own account alone', async () => {
  const stills = createStills({ ...options, ...patient, requests: 5 });
  const greedy = Array.from({ length: 8 }, (_, at) => {
    const { address, feed } = camera(`/slow-${at}.jpg`);
    return stills.take(address, feed, -Infinity, 'greedy');
  });
  await waitFor(4);
  const { address, feed } = camera('/neighbour.jpg');
  const neighbour = stills.take(address, feed, -Infinity, 'neighbour');
  await waitFor(5);
  expect(asked.map(({ path }) => path)).toContain('/neighbour.jpg');
  expect(asked).toHaveLength(5);
  for (let at = 0; at < 9; at += 1) {
    await waitFor(at + 1);
    asked[at]?.answer(jpeg(at));
  }
  await Promise.all([neighbour, ...greedy]);
});

test('one account does not wait for ever, and what it asked too much is its own', async () => {
  const stills = createStills({ ...options, ...patient, requests: 8 });
  const many = Array.from({ length: 36 }, (_, at) => {
    const { address, feed } = camera(`/${at}.jpg`);
    return stills.take(address, feed, -Infinity, 'greedy');
  });
  await waitFor(4);
  const { address, feed } = camera('/shared.jpg');
  const refused = stills.take(address, feed, -Infinity, 'greedy');
  // Who sees the same camera and asks meanwhile is not refused with it.
  const shared = stills.take(address, feed, -Infinity, 'neighbour');
  await expect(refused).rejects.toMatchObject({ code: 'too-many' });
  await waitFor(5);
  expect(asked[4]?.path).toBe('/shared.jpg');
  asked[4]?.answer(jpeg(9));
  expect((await shared).jpeg).toEqual(jpeg(9));
  for (let at = 0; at < 37; at += 1) {
    await waitFor(at + 1);
    if (at !== 4) asked[at]?.answer(jpeg(at));
  }
  await Promise.all(many);
});

test('a still of another camera is not shown, and is asked about by the row it was opened from', async () => {
  const stamp = newStamp();
  const questions: unknown[] = [];
  const stills = createStills({
    ...options,
    async recognise(from, line, _seen, again) {
      questions.push(from, line, await again());
      return false;
    },
  });
  const address: CameraAddress = { ...addressOf(stamp), still: `${base}/a.jpg` };
  const still = stills.take(address, feedOf(stamp).feed, -Infinity, 1);
  await waitFor(1);
  asked[0]?.answer(jpeg(1));
  await expect(still).rejects.toMatchObject({ code: 'device-offline' });
  expect(questions).toEqual([address, 'still', undefined]);
});

test('with an ONVIF service, a still is shown only if that says it is the same device', async () => {
  const simulated = await startCamera({
    clip: clipOf(loadClips(), 'birch/front-door'),
    path: '/cam',
    onvif: { serial: 'LT-7' },
  });
  const stamp = newStamp();
  const { feed } = feedOf(stamp);
  const shot = async (onvif: string, serial: string): Promise<unknown[]> => {
    const lines: unknown[] = [];
    const stills = createStills({
      ...options,
      async recognise(_from, line, seen) {
        lines.push(line);
        return line === 'still' || seen.serial === serial;
      },
    });
    const count = asked.length;
    const taking = stills.take(
      addressOf(stamp, { still: `${base}/a.jpg`, onvif }),
      feed,
      -Infinity,
      1,
    );
    const taken = taking.then(
      (still) => still.jpeg,
      (error: unknown) => (error as { code?: unknown }).code,
    );
    await waitFor(count + 1);
    asked.at(-1)?.answer(jpeg(1));
    return [await taken, lines];
  };
  const onvif = simulated.onvifUrl ?? '';
  expect(await shot(onvif, 'LT-7')).toEqual([jpeg(1), ['still', 'onvif']]);
  expect(await shot(onvif, 'LT-8')).toEqual(['device-offline', ['still', 'onvif']]);
  await simulated.close();
  expect(await shot(onvif, 'LT-7')).toEqual(['device-offline', ['still']]);
});

test('under another ONVIF address a still is taken anew, fresh or not', async () => {
  const stills = createStills(options);
  const { address, feed } = camera('/same.jpg');
  const first = stills.take(address, feed, -Infinity, 1);
  await waitFor(1);
  asked[0]?.answer(jpeg(1));
  await first;
  const second = stills.take({ ...address, onvif: 'http://127.0.0.1:1/' }, feed, -Infinity, 1);
  await waitFor(2);
  asked[1]?.answer(jpeg(2));
  await expect(second).rejects.toMatchObject({ code: 'device-offline' });
});
