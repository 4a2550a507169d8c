import { expect, test } from '@jest/globals';
import { segmentOf } from './testing/segments.ts';
import { createView } from './view.ts';
import { createViewings, isMediaName } from './viewings.ts';
import { createWindow } from './window.ts';

function setUp() {
  const window = createWindow({ listUs: 6e6, maxUs: 12e6, keepUs: 7e6, bytes: Infinity });
  for (let at = 1; at <= 6; at += 1) window.add(segmentOf(at));
  const viewings = createViewings((since) => createView({ window, isHeld: () => false }, since));
  /** What a player is listed that begins with the second segment. */
  const list = ({ view }: ReturnType<typeof viewings.begin>, fromUs = 2e6) => {
    if (view.list() === undefined) view.begin({ fromUs, held: [], targetSeconds: 1 });
    return view.list();
  };
  return { viewings, list };
}

test('each player that begins has a playlist of its own, and each viewer', () => {
  const { viewings } = setUp();
  const [one, two] = [{}, {}];
  const begun = [1, 2, 3].map(() => viewings.begin(one, 0));
  expect(begun.map(({ name }) => name)).toEqual(['live.m3u8', 'live-2.m3u8', 'live-3.m3u8']);
  expect(begun.every(({ name }) => isMediaName(name))).toBe(true);
  expect(viewings.of(one, 'live-2.m3u8', 0)).toBe(begun[1]);
  expect(viewings.of(two, 'live.m3u8', 0)).not.toBe(begun[0]);
  expect(viewings.begin(two, 0).name).toBe('live-2.m3u8');
});

test.each(['live-1.m3u8', 'live-5.m3u8', 'live-02.m3u8', 'live', '', 'index.m3u8', 'constructor'])(
  'there is no playlist %j',
  (name) => expect(isMediaName(name)).toBe(false),
);

test('of more than there may be the one not asked for longest begins anew, and its numbers go on', () => {
  const { viewings, list } = setUp();
  const viewer = {};
  const begun = [1, 2, 3, 4].map(() => viewings.begin(viewer, 0));
  for (const one of begun) expect(list(one)).toMatchObject({ sequence: 0 });
  viewings.of(viewer, 'live.m3u8', 0);
  const fifth = viewings.begin(viewer, 0);
  expect(fifth).toBe(begun[1]);
  expect(list(fifth, 4e6)).toMatchObject({ sequence: 5, discontinuities: 0 });
  expect(list(viewings.of(viewer, 'live.m3u8', 0))).toMatchObject({ sequence: 0 });
});

test('one that never had anything to list is forgotten; one that had keeps its numbers', () => {
  const { viewings, list } = setUp();
  const viewer = {};
  const nothing = viewings.begin(viewer, 0);
  viewings.forget(viewer, nothing);
  const next = viewings.begin(viewer, 0);
  expect(next.name).toBe('live.m3u8');
  expect(next).not.toBe(nothing);
  list(next);
  viewings.forget(viewer, next);
  expect(viewings.of(viewer, 'live.m3u8', 0)).toBe(next);
});

test('a player whose right is newer is listed nothing from before, and its numbers go on', () => {
  const { viewings, list } = setUp();
  const viewer = {};
  list(viewings.begin(viewer, 0));
  const later = viewings.of(viewer, 'live.m3u8', 4_000);
  expect(later.view.list()).toBeUndefined();
  expect(list(later)).toMatchObject({ sequence: 5, segments: [{ name: 's4.ts' }, {}, {}] });
});
