import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { keepTime, reachedIn, type CarefulTime, type Leap } from './careful-time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const noon = Date.UTC(2026, 10, 23, 12);

let dataDir: string;
let time: { wall: number; monotonic: number };
let leaps: Leap[];
let troubles: unknown[];
let open: CarefulTime[];

const start = (): CarefulTime => {
  const one = keepTime({
    dataDir,
    now: () => time.wall,
    clock: () => time.monotonic,
    onLeap: (leap) => leaps.push(leap),
    report: (error) => troubles.push(error),
  });
  open.push(one);
  return one;
};

function run(ms: number): void {
  time.wall += ms;
  time.monotonic += ms;
}

/** A bridge that has long run; the next start begins where it left off. */
function settle(): void {
  const first = start();
  run(day);
  first.close();
}

beforeEach(async () => {
  dataDir = scratchFolder('time');
  time = { wall: noon, monotonic: 5_000 };
  [leaps, troubles, open] = [[], [], []];
});
afterEach(async () => {
  for (const one of open) one.close();
  removeFolder(dataDir);
});

test('where no time of before is known, it waits for 24 hours of running as well', () => {
  const careful = start();
  expect([careful.settled(), careful.reached()]).toEqual([false, noon]);
  run(day - 1);
  expect(careful.settled()).toBe(false);
  run(1);
  expect([careful.settled(), careful.reached()]).toEqual([true, time.wall]);
  expect(leaps).toEqual([]);
});

test.each([
  ['ahead', 100 * day],
  ['off', -100 * day],
])('a start with a clock that is far %s waits for 24 hours of running', (_how, ms) => {
  settle();
  const before = time.wall;
  time.wall += ms;
  const careful = start();
  expect(leaps).toEqual([{ from: before, to: before + ms }]);
  expect(careful.settled()).toBe(false);
  run(hour);
  expect(careful.reached()).toBe(Math.min(time.wall, before + hour));
  run(day - hour - 1);
  expect(careful.settled()).toBe(false);
  run(1);
  expect([careful.settled(), careful.reached()]).toEqual([true, time.wall]);
});

test('a start within the hour goes on as it was', () => {
  settle();
  time.wall += hour;
  const careful = start();
  expect([careful.settled(), careful.reached(), leaps]).toEqual([true, time.wall, []]);
});

test.each([hour + 1, -hour - 1])(
  'a clock that leaps by %d ms while it runs is not believed',
  (ms) => {
    settle();
    const careful = start();
    run(10 * minute);
    const before = time.wall;
    time.wall += ms;
    expect(careful.reached()).toBe(Math.min(before, time.wall));
    expect(careful.settled()).toBe(false);
    run(minute);
    expect(careful.reached()).toBe(Math.min(before + minute, time.wall));
    expect(leaps).toEqual([{ from: before, to: before + ms }]);
  },
);

test('small steps that add up to more than an hour are a leap as well', () => {
  settle();
  const careful = start();
  time.wall += 40 * minute;
  expect(careful.settled()).toBe(true);
  time.wall += 40 * minute;
  expect(careful.settled()).toBe(false);
});

test('a start in between does not end the wait, nor begin it anew', () => {
  settle();
  const before = time.wall;
  time.wall += 100 * day;
  const first = start();
  run(10 * hour);
  first.close();
  // Off for a little, which does not count.
  time.wall += 30 * minute;
  const second = start();
  expect([second.settled(), second.reached()]).toEqual([false, before + 10 * hour]);
  run(14 * hour - 1);
  expect(second.settled()).toBe(false);
  run(1);
  expect(second.settled()).toBe(true);
});

test('every leap makes the wait begin anew, and the way back to the right time is one', () => {
  settle();
  const before = time.wall;
  const careful = start();
  time.wall += 100 * day;
  run(20 * hour);
  expect(careful.settled()).toBe(false);
  time.wall -= 100 * day;
  // It is looked for once a minute.
  expect(careful.settled()).toBe(false);
  run(20 * hour);
  expect([careful.settled(), careful.reached()]).toEqual([false, before + 40 * hour]);
  run(4 * hour);
  expect(careful.settled()).toBe(true);
});

test('what is kept is for its owner only, and when it is no longer readable no time is known', async () => {
  settle();
  const file = join(dataDir, 'time.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await writeFile(file, (await readFile(file, 'utf8')).slice(0, 10));
  const careful = start();
  expect([careful.settled(), careful.reached()]).toEqual([false, time.wall]);
});

test('a time that cannot be written down is told once', async () => {
  const careful = start();
  removeFolder(dataDir);
  careful.close();
  careful.close();
  expect(troubles).toMatchObject([{ code: 'ENOENT' }]);
});

test('a command tells from the folder which time has certainly come', () => {
  expect(reachedIn(dataDir, noon)).toBe(noon);
  settle();
  expect(reachedIn(dataDir, time.wall)).toBe(time.wall);
  expect(reachedIn(dataDir, time.wall + hour)).toBe(time.wall + hour);
  expect(reachedIn(dataDir, time.wall + 100 * day)).toBe(time.wall);
  expect(reachedIn(dataDir, time.wall - 100 * day)).toBe(time.wall - 100 * day);
  time.wall += 100 * day;
  const late = start();
  run(minute);
  late.close();
  expect(reachedIn(dataDir, time.wall + minute)).toBe(time.wall - 100 * day + minute);
});

test('a command goes by what the bridge wrote down, and believes no clock that leapt since', () => {
  expect(reachedIn(dataDir, noon)).toBe(noon);
  settle();
  const off = noon + day;
  expect(reachedIn(dataDir, off + hour)).toBe(off + hour);
  expect(reachedIn(dataDir, off + hour + 1)).toBe(off);
  expect(reachedIn(dataDir, off - 2 * hour)).toBe(off - 2 * hour);

  const running = start();
  time.wall += 9 * day;
  run(hour);
  running.close();
  expect(reachedIn(dataDir, time.wall)).toBe(off + hour);
});
