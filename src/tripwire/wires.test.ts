/**
 * The wires from the bridge's own layers to the tripwire. Nothing in a sound bridge sets one of them
 * off, so defects of the kinds that leaked elsewhere are put into it: real parts, which keep what is
 * another camera's and give it out once a test says so.
 *
 * @takes 13 s
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { freePort } from '../common/free-port.ts';
import type { Bridge } from '../bridge/bridge.ts';
import type { AccessUnit, OpenSource } from '../pictures/cameras/media.ts';
import { until } from '../workshop/until.ts';
import { readConfig } from '../bridge/config/config.ts';
import { createLog } from '../common/log.ts';
import { sameStamp, type Stamped } from '../wall/partitions/stamp.ts';
import type { Feed } from '../pictures/streams/feed.ts';
import { startAlarmServer, type AlarmServer } from '../workshop/testing/alarm-server.ts';

jest.setTimeout(60_000);

type Defect = 'a still slot' | 'a buffer of the sources' | 'a buffer of the feeds';
/** What all cameras share by mistake. */
let shared: Defect | undefined;

/** Keeps the last of every camera; returns what is another's in its place if that is shared. */
function slot<T extends Stamped>(what: Defect) {
  const last = new Map<string, T>();
  return (own: T): T => {
    last.set(own.stamp.camera, own);
    const other = [...last.values()].find(({ stamp }) => !sameStamp(stamp, own.stamp));
    return shared === what && other !== undefined ? other : own;
  };
}

const stills = await import('../pictures/streams/stills/stills.ts');
jest.unstable_mockModule('../pictures/streams/stills/stills.ts', () => ({
  createStills(...options: Parameters<typeof stills.createStills>) {
    const mix = slot<Awaited<ReturnType<typeof real.take>>>('a still slot');
    const real = stills.createStills(...options);
    return {
      take: async (...asked: Parameters<typeof real.take>) => mix(await real.take(...asked)),
    };
  },
}));

const rtsp = await import('../pictures/cameras/rtsp/open-rtsp.ts');
jest.unstable_mockModule('../pictures/cameras/rtsp/open-rtsp.ts', () => ({
  openRtsp(...options: Parameters<typeof rtsp.openRtsp>): OpenSource {
    const mix = slot<AccessUnit>('a buffer of the sources');
    const open = rtsp.openRtsp(...options);
    return (address) => {
      const real = open(address);
      return {
        stamp: real.stamp,
        ready: () => real.ready(),
        online: () => real.online(),
        subscribe: (listener) => real.subscribe((unit) => listener(mix(unit))),
        close: () => real.close(),
      };
    };
  },
}));

const feeds = await import('../pictures/streams/feeds.ts');
jest.unstable_mockModule('../pictures/streams/feeds.ts', () => ({
  createFeeds(
    ...options: Parameters<typeof feeds.createFeeds>
  ): ReturnType<typeof feeds.createFeeds> {
    const mix = slot<AccessUnit>('a buffer of the feeds');
    const real = feeds.createFeeds(...options);
    const wrapped = new WeakMap<Feed, Feed>();
    const wrap = (feed: Feed): Feed => {
      const known = wrapped.get(feed) ?? {
        stamp: feed.stamp,
        opening: feed.opening,
        ready: () => feed.ready(),
        online: () => feed.online(),
        lastKey: () => feed.lastKey(),
        // In its own time and place: only whose it is, is wrong.
        watch: (listener) => feed.watch((unit) => listener({ ...unit, stamp: mix(unit).stamp })),
      };
      wrapped.set(feed, known);
      return known;
    };
    return {
      open(address) {
        const lease = real.open(address);
        return { feed: wrap(lease.feed), release: () => lease.release() };
      },
      closeOutdated: (stands) => real.closeOutdated(stands),
      probe: (...asked) => real.probe(...asked),
      isLost: (address) => real.isLost(address),
      isOpen: (address) => real.isOpen(address),
      inspect: (address, opener) => real.inspect(address, opener),
      get size() {
        return real.size;
      },
      close: () => real.close(),
    };
  },
}));

const { startBridge } = await import('../bridge/bridge.ts');

let bridge: Bridge;
let folder: string;
let logged: string;
let alarms: AlarmServer;

beforeEach(async () => {
  alarms = await startAlarmServer();
  folder = scratchFolder('wires');
  const port = await freePort();
  [logged, shared] = ['', undefined];
  const config = readConfig({ PORT: String(port), DATA_DIR: folder });
  bridge = await startBridge(
    {
      ...config,
      // WebRTC has the last look before delivery as well, which would hide the looks before that.
      protocols: { usual: ['hls'], cast: ['hls'] },
      alarm: { webhook: alarms.url, command: undefined },
      tripwire: { on: true, intervalMs: 200, webhook: undefined },
    },
    createLog('warn', { write: (line) => (logged += line) }),
  );
});
afterEach(async () => {
  await bridge.close();
  await alarms.close();
  removeFolder(folder);
});

const told = (alarm: string): string[] =>
  logged.split('\n').filter((line) => line.includes(`"alarm":"${alarm}"`));

const cases: [Defect, string][] = [
  ['a still slot', 'foreign-stamp'],
  ['a buffer of the sources', 'foreign-unit'],
  ['a buffer of the feeds', 'foreign-unit'],
];

test.each(cases)(
  'where all cameras share %s, what is stopped inside trips',
  async (what, alarm) => {
    await sleep(1_500);
    expect(told('tripwire')).toEqual([]);
    shared = what;
    await until(() => told('tripwire').length > 0, 30_000);
    expect(told('tripwire')).toHaveLength(1);
    expect(told('tripwire')[0]).toContain('"reason":"a canary’s foreign stamp"');
    expect(told(alarm).length).toBeGreaterThan(0);
    await until(() => alarms.posted.length > 0);
    expect(alarms.posted).toMatchObject([{ alarm: 'tripwire' }]);
  },
);
