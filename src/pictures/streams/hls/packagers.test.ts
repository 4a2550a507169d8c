import { afterEach, expect, test } from '@jest/globals';
import { addressOf, newStamp } from '../../../workshop/testing/units.ts';
import { manualSource } from '../../../workshop/testing/clip-source.ts';
import { unlimited } from '../byte-budget.ts';
import { createFeeds } from '../feeds.ts';
import { createPackager, type Shift } from './packager.ts';
import { hlsLimits } from './packager-options.ts';
import { createHlsPackagers } from './packagers.ts';

const sets = { sps: new Uint8Array(4), pps: new Uint8Array(4) };
const video = { codec: 'h264', ...sets, width: 64, height: 64, profileLevelId: '42c01e' } as const;
const openSource = ({ stamp }: ReturnType<typeof addressOf>) => manualSource({ video }, stamp);
const feeds = createFeeds({ openSource, lingerMs: 0, probeTimeoutMs: 100 });
const lengths = { format: 'ts', segmentSeconds: 1, waitMs: 10 } as const;
const packagers = createHlsPackagers(lengths);
const stamp = newStamp();

afterEach(async () => {
  await packagers.close();
  await feeds.close();
});

test('two feeds never share a packager, one feed always has the same; none is kept awake', () => {
  const { feed } = feeds.open(addressOf(stamp));
  const next = feeds.open(addressOf({ ...stamp, epoch: 2 }));
  const hls = packagers.of(feed);
  expect(packagers.of(feed)).toBe(hls);
  expect(packagers.of(next.feed)).not.toBe(hls);

  const shift: Shift = { awake: new Set(), closed: false };
  const nothing = () => undefined;
  const rest = { idleMs: 1000, onForeign: nothing, onOverloaded: nothing, now: Date.now };
  const limited = { limits: hlsLimits, budget: unlimited };
  const packager = createPackager(feed, { ...lengths, ...rest, ...limited }, shift);
  packager.wake();
  expect(shift.awake.size).toBe(1);
  packager.stop();
  expect(shift.awake.size).toBe(0);
});
