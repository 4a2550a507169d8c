import { beforeAll, expect, test } from '@jest/globals';
import type { VideoUnit } from '../../cameras/media.ts';
import { makeClip } from '../../../workshop/testing/clip-source.ts';
import { newStamp, picture } from '../../../workshop/testing/units.ts';
import type { Draft, Run } from './draft.ts';
import { typeOf } from '../../media/h264/nal.ts';
import { heldDrafts } from './held.ts';

const stamp = newStamp();
const holdUs = 2_800_000;
let run: Run;
let nals: readonly Uint8Array[];

beforeAll(async () => {
  const clip = await makeClip({ size: '160x90', seconds: 1 });
  nals = clip.pictures[0]?.nals ?? [];
  const { video } = clip;
  const audio = { codec: 'aac' as const, config: Uint8Array.of(), sampleRate: 48000, channels: 2 };
  run = { tracks: { video, audio }, sps: video.sps, sets: [video.sps, video.pps], audio };
});

/** Five drafts of a key picture with these NAL units besides. */
function held(besides: readonly Uint8Array[] = []): { key: VideoUnit; drafts: Draft[] } {
  const at = nals.findIndex((nal) => typeOf(nal) === 5);
  const all = [...nals.slice(0, at), ...besides, ...nals.slice(at)];
  const key = picture(stamp, 0, true, { nals: all });
  return { key, drafts: heldDrafts({ unit: key, atUs: holdUs }, run, holdUs, { stamp, count: 5 }) };
}

/** User data of so many bytes (ITU-T H.264 D.1.6). */
const said = (bytes: number, text: number): Uint8Array =>
  Uint8Array.of(6, 5, bytes, ...Array.from({ length: bytes }, () => text));

test('each segment begins with the key picture, and goes on where the one before ended', () => {
  const { key, drafts } = held();
  expect(drafts.map(({ video }) => video[0]?.unit)).toEqual([key, key, key, key, key]);
  expect(drafts.every(({ independent }) => independent)).toBe(true);
  expect(drafts.map(({ startUs }) => startUs)).toEqual([0, 1, 2, 3, 4].map((at) => at * 560_000));
  expect(drafts.at(-1)?.endUs).toBe(holdUs);
  for (const { video } of drafts) {
    expect(video.length).toBeGreaterThan(4);
    for (const { unit } of video.slice(1)) expect(unit.nals.map(typeOf)).toEqual([1]);
  }
});

test('a large one is sent once', () => {
  // Filler data (ITU-T H.264 §7.3.2.7), as an encoder with a constant rate sends it.
  const { drafts } = held([Buffer.alloc(500_000, 0xff).fill(12, 0, 1)]);
  expect(drafts.map(({ independent }) => independent)).toEqual([true, false, false, false, false]);
  const keys = drafts.flatMap(({ video }) => video).filter(({ unit }) => unit.key);
  expect(keys).toHaveLength(1);
});

test('each repeat says what the camera says in the picture, and not what its encoder says of itself', () => {
  const mark = said(120, 0x61);
  const { drafts } = held([mark, said(250, 0x62), Uint8Array.of(6, 1, 1, 0x40)]);
  const longer = held([Uint8Array.of(6, 5, 255, 200, ...Array.from({ length: 455 }, () => 0x63))]);
  for (const { video } of drafts) {
    for (const { unit } of video.slice(1)) {
      expect(unit.nals.map(typeOf)).toEqual([6, 6, 1]);
      expect(unit.nals[0]).toEqual(mark);
    }
  }
  for (const { video } of longer.drafts)
    for (const { unit } of video.slice(1)) expect(unit.nals.map(typeOf)).toEqual([1]);
});
