import { expect, test } from '@jest/globals';
import { followPlaylist } from './testing/follow.ts';
import { segmentOf } from './testing/segments.ts';
import { mediaPlaylist } from './playlist.ts';
import { createView } from './view.ts';
import { createWindow, type Segment } from './window.ts';

/** A view of a window, and what a player reads that asks for it again and again. */
function setUp() {
  const window = createWindow({ listUs: 6e6, maxUs: 12e6, keepUs: 7e6, bytes: Infinity });
  const held = new Set<string>();
  const view = createView({ window, isHeld: (name) => held.has(name) }, -Infinity);
  const follow = followPlaylist();
  const read = () => {
    const list = view.list();
    return list && follow(mediaPlaylist(list));
  };
  const add = (from: number, to: number, change: Partial<Segment> = {}): void => {
    for (let at = from; at <= to; at += 1) window.add(segmentOf(at, change));
  };
  /** Segments of 0.7 s in which the picture at `fromUs` stands still. */
  const still = (set: number, fromUs: number): Segment[] =>
    [1, 2, 3, 4, 5].map((at) => {
      const name = `h${set}-${at}.ts`;
      held.add(name);
      const startUs = fromUs - (6 - at) * 700_000;
      return segmentOf(-1, { name, startUs, durationUs: 700_000 });
    });
  return { window, view, held, read, add, still };
}

test('has nothing to list before it begins', () => {
  const { view, add } = setUp();
  add(1, 3);
  expect(view.list()).toBeUndefined();
  expect(view.begun()).toBe(false);
});

test('begins with a picture that stands still, carries on with what follows it, and lets the oldest go', () => {
  const { view, read, add, still } = setUp();
  add(1, 2, { discontinuity: true });
  view.begin({ fromUs: 2e6, held: still(1, 2e6), targetSeconds: 1 });
  const held = [1, 2, 3, 4, 5].map((at) => `h1-${at}.ts`);
  expect(read()).toMatchObject({ sequence: 0, names: [...held, 's2.ts'], breaks: [] });
  add(3, 4);
  // Six seconds at least.
  expect(read()).toMatchObject({ sequence: 0, names: [...held, 's2.ts', 's3.ts', 's4.ts'] });
  add(5, 5);
  expect(read()).toMatchObject({ sequence: 2 });
  add(6, 11);
  expect(read()?.names).toEqual([6, 7, 8, 9, 10, 11].map((at) => `s${at}.ts`));
  expect(read()?.sequence).toBe(9);
});

test('goes on counting where all that it listed was let go of, without a break if the next carries on', () => {
  const { window, view, read, add } = setUp();
  add(1, 4);
  view.begin({ fromUs: 1e6, held: [], targetSeconds: 1 });
  expect(read()).toMatchObject({ sequence: 0, breaks: [] });
  window.clear();
  expect(read()).toBeUndefined();
  add(5, 6);
  expect(read()).toEqual(
    expect.objectContaining({ sequence: 4, names: ['s5.ts', 's6.ts'], breaks: [] }),
  );
});

test('begins anew with a break where what is next does not carry on; its numbers go on', () => {
  const { window, view, read, add, still } = setUp();
  add(1, 4);
  view.begin({ fromUs: 1e6, held: [], targetSeconds: 1 });
  read();
  window.clear();
  add(5, 5, { discontinuity: true });
  // A player has nothing in hand any more: the picture has to stand still for it first.
  expect(read()).toBeUndefined();
  view.begin({ fromUs: 5e6, held: still(1, 5e6), targetSeconds: 1 });
  expect(read()).toMatchObject({ sequence: 4, breaks: ['h1-1.ts'] });
  add(6, 16);
  expect(read()).toMatchObject({ breaks: [] });
  expect(view.list()).toMatchObject({ sequence: 4 + 5 + 6, discontinuities: 1 });
});

test('whoever was slow is listed all that is still there, and a break and a key picture after what is not', () => {
  const { view, read, add } = setUp();
  add(1, 4);
  view.begin({ fromUs: 1e6, held: [], targetSeconds: 1 });
  read();
  add(5, 14);
  expect(read()).toMatchObject({ sequence: 8, breaks: [] });
  add(15, 28, { independent: false });
  add(29, 29);
  add(30, 30);
  // Of 15 to 17 nothing is there any more, and nobody can begin with what follows.
  expect(read()).toBeUndefined();
  view.begin({ fromUs: 29e6, held: [], targetSeconds: 1 });
  expect(read()).toMatchObject({ sequence: 14, names: ['s29.ts', 's30.ts'], breaks: ['s29.ts'] });
});

test('what is lost in the middle is a break', () => {
  const { view, read, add } = setUp();
  add(1, 4);
  view.begin({ fromUs: 1e6, held: [], targetSeconds: 1 });
  read();
  add(6, 6, { independent: false });
  add(7, 8);
  expect(read()).toMatchObject({ breaks: ['s7.ts'] });
});

test('EXT-X-TARGETDURATION stays; what is longer is not listed', () => {
  const { view, read, add } = setUp();
  add(1, 3);
  view.begin({ fromUs: 1e6, held: [], targetSeconds: 1 });
  expect(read()).toMatchObject({ target: 1 });
  add(4, 4, { durationUs: 1_600_000 });
  add(5, 6);
  expect(read()).toMatchObject({
    target: 1,
    names: ['s1', 's2', 's3', 's5', 's6'].map((s) => `${s}.ts`),
    breaks: ['s5.ts'],
  });
  view.leave(-Infinity);
  view.begin({ fromUs: 5e6, held: [], targetSeconds: 3 });
  expect(read()).toMatchObject({ target: 1, sequence: 5 });
});

test('a list is three target durations long before anything leaves it', () => {
  const { view, read, add } = setUp();
  add(1, 2);
  view.begin({ fromUs: 1e6, held: [], targetSeconds: 3 });
  for (let at = 3; at < 20; at += 1) {
    add(at, at);
    const now = read();
    if ((now?.sequence ?? 0) > 0) expect(now?.seconds).toBeGreaterThanOrEqual(9);
  }
  expect(view.list()).toMatchObject({ holdBackSeconds: 9 });
});

test('nothing filmed before a newer right is listed', () => {
  const { view, read, add } = setUp();
  add(1, 4);
  view.begin({ fromUs: 1e6, held: [], targetSeconds: 1 });
  read();
  view.leave(3_000);
  expect(read()).toBeUndefined();
  view.begin({ fromUs: 1e6, held: [], targetSeconds: 1 });
  expect(read()).toMatchObject({ sequence: 4, names: ['s3.ts', 's4.ts'] });
});

test('a segment with a picture that stands still leaves the list with the set it is of', () => {
  const { view, held, read, add, still } = setUp();
  view.begin({ fromUs: 1e6, held: still(1, 1e6), targetSeconds: 1 });
  add(1, 1);
  expect(read()).toMatchObject({ sequence: 0 });
  held.clear();
  expect(read()).toMatchObject({ sequence: 5, names: ['s1.ts'], breaks: [] });
});
