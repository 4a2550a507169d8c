import { expect, test } from '@jest/globals';
import type { AccessUnit } from '../../cameras/media.ts';
import type { Tracks } from '../../media/unit.ts';
import { frame, newStamp, picture, pictures } from '../../../workshop/testing/units.ts';
import { createCutter } from './cutter.ts';
import type { CutterOptions } from './cutter-options.ts';
import type { Draft } from './draft.ts';

const stamp = newStamp();
const video = {
  codec: 'h264',
  sps: Uint8Array.of(0x67, 0x42, 0xc0, 0x1e),
  pps: Uint8Array.of(0x68, 1),
  width: 64,
  height: 64,
  profileLevelId: '42c01e',
} as const;
const aac = {
  codec: 'aac',
  sampleRate: 48000,
  channels: 1,
  config: Uint8Array.of(0x11, 0x88),
} as const;

function cutting(change: Partial<CutterOptions> = {}, tracks: Tracks = { video }) {
  const drafts: Draft[] = [];
  const begun: number[] = [];
  let oversize = 0;
  const cutter = createCutter({
    stamp,
    tracks,
    segmentSeconds: 1,
    longestUs: () => 1_499_000,
    segmentBytes: 1_000_000,
    startUs: 0,
    resumes: false,
    onBegin: ({ atUs }) => begun.push(atUs / 1000),
    onDraft: (draft) => drafts.push(draft),
    onOversize: () => (oversize += 1),
    ...change,
  });
  const push = (units: readonly AccessUnit[]): boolean[] => units.map((one) => cutter.push(one));
  return { cutter, drafts, begun, push, oversize: () => oversize };
}

const spans = (drafts: readonly Draft[]): [number, number, boolean][] =>
  drafts.map(({ startUs, endUs, independent }) => [startUs / 1000, endUs / 1000, independent]);

test('cuts at key pictures, from zero, leaving none out', () => {
  const { cutter, drafts, push } = cutting();
  const units = pictures(stamp, 70_000, 73_000);
  push(units);
  cutter.flush();
  expect(spans(drafts)).toEqual([
    [0, 1000, true],
    [1000, 2000, true],
    [2000, 3000, true],
  ]);
  expect(drafts.flatMap((draft) => draft.video.map(({ unit }) => unit))).toEqual(units);
  expect(drafts.map(({ wallMs }) => wallMs)).toEqual([70_000, 71_000, 72_000]);
});

test('short GOPs are joined up to about a segment', () => {
  const { drafts, push } = cutting();
  push([...pictures(stamp, 0, 200, 200), ...pictures(stamp, 200, 4000, 400)]);
  expect(spans(drafts)).toEqual([
    [0, 1000, true],
    [1000, 1800, true],
    [1800, 2600, true],
    [2600, 3400, true],
  ]);
});

test('whoever waits has the next key picture at once, and only that one', () => {
  const { cutter, drafts, begun, push } = cutting();
  push(pictures(stamp, 0, 300, 200));
  cutter.hasten();
  push([picture(stamp, 320, false), ...pictures(stamp, 400, 1700, 200)]);
  expect(begun).toEqual([0, 400, 1200]);
  expect(spans(drafts)).toEqual([
    [0, 400, true],
    [400, 1200, true],
  ]);
});

test('a draft is as old as the oldest picture or sound in it', () => {
  const { cutter, drafts, push } = cutting({}, { video, audio: aac });
  const sound = { ...frame(stamp, 1500), heardAt: 3 };
  push([
    picture(stamp, 0, true),
    picture(stamp, 300, false, { heardAt: -7 }),
    picture(stamp, 600, false),
    picture(stamp, 1000, true),
    sound,
    picture(stamp, 2000, true),
  ]);
  cutter.flush();
  expect(drafts.map(({ heardAt }) => heardAt)).toEqual([-7, 3, 2000]);
});

test('passes over what comes before the first key picture, sound included', () => {
  const { drafts, push } = cutting({}, { video, audio: aac });
  push([picture(stamp, 0, false), frame(stamp, 10), ...pictures(stamp, 40, 1100)]);
  expect(drafts[0]?.video[0]?.unit.key).toBe(true);
  expect(drafts[0]?.audio.every(({ unit }) => unit === undefined)).toBe(true);
});

test('a long GOP goes out in segments as long as others, of which the first has the key picture', () => {
  const { drafts, begun, push } = cutting();
  push(pictures(stamp, 0, 8100, 4000));
  expect(spans(drafts)).toEqual([
    [0, 1000, true],
    [1000, 2000, false],
    [2000, 3000, false],
    [3000, 4000, false],
    [4000, 5000, true],
    [5000, 6000, false],
    [6000, 7000, false],
    [7000, 8000, false],
  ]);
  expect(begun).toEqual([0, 4000, 8000]);
});

test.each([
  [1040, [1040, 1040, 1040, 1040]],
  [2080, [1000, 1080, 1000, 1080]],
])(
  'once it is known that key pictures are %d ms apart no segment is made of a last few',
  (gop, lengths) => {
    const { drafts, push } = cutting();
    push(pictures(stamp, 0, 20_000, gop));
    const known = drafts.slice(drafts.findIndex(({ startUs }) => startUs === gop * 1000));
    expect(known.slice(0, 4).map(({ startUs, endUs }) => (endUs - startUs) / 1000)).toEqual(
      lengths,
    );
  },
);

test('nor does a key picture that is due and stays away make them longer', () => {
  const { drafts, push } = cutting();
  push([...pictures(stamp, 0, 1040, 10_000), picture(stamp, 1040, true)]);
  push(pictures(stamp, 1080, 12_000).map((unit) => ({ ...unit, key: false })));
  expect(spans(drafts).slice(2, 5)).toEqual([
    [1040, 2360, true],
    [2360, 3360, false],
    [3360, 4360, false],
  ]);
});

test('a key picture is told of as soon as it is there', () => {
  const { begun, cutter } = cutting();
  expect(cutter.edgeUs()).toBeUndefined();
  cutter.push(picture(stamp, 70, true));
  expect(begun).toEqual([0]);
  cutter.push(picture(stamp, 110, false));
  expect(cutter.edgeUs()).toBe(40_000);
});

test('a segment that outgrows its bytes is let go, and the run ends with a later key picture', () => {
  const { cutter, drafts, push, oversize } = cutting({ segmentBytes: 1000 }, { video, audio: aac });
  const large = (atMs: number) =>
    picture(stamp, atMs, true, { nals: [video.sps, video.pps, new Uint8Array(600)] });
  push([large(0)]);
  expect(cutter.bytes()).toBeGreaterThan(600);
  push([large(40)]);
  expect(cutter.bytes()).toBe(0);
  expect(oversize()).toBe(1);
  push([large(80), frame(stamp, 90), large(2000)]);
  expect(cutter.bytes()).toBe(0);
  expect(push([large(2040)])).toEqual([false]);
  expect(drafts).toEqual([]);
  expect(oversize()).toBe(1);
});

test('sound counts as well, whether or not there are pictures', () => {
  const { cutter, push, oversize } = cutting({ segmentBytes: 1000 }, { video, audio: aac });
  push([picture(stamp, 0, true), ...Array.from({ length: 400 }, (_, i) => frame(stamp, i + 1))]);
  expect(oversize()).toBe(1);
  expect(cutter.bytes()).toBe(0);
});

/** Pictures at these times, of which the first alone is a key picture. */
const at = (...times: readonly number[]): AccessUnit[] =>
  times.map((ms, index) => picture(stamp, ms, index === 0));

test('a camera that pauses makes no segment longer than it may be, and loses no picture', () => {
  const { drafts, push } = cutting();
  const units = at(0, 400, 800, 3600, 4000, 4400, 4900);
  expect(push(units).every(Boolean)).toBe(true);
  // The pause of 2.8 s lasts 1.499 s on the stream's timeline.
  expect(spans(drafts)).toEqual([
    [0, 800, true],
    [800, 2299, false],
    [2299, 3599, false],
  ]);
  expect(drafts.flatMap((draft) => draft.video.map(({ unit }) => unit))).toEqual(
    units.slice(0, -1),
  );
});

test('one that is slow but in time is cut at its pictures, and keeps its times', () => {
  const { drafts, push } = cutting();
  push(at(0, 950, 1950, 2940, 3950));
  expect(spans(drafts)).toEqual([
    [0, 950, true],
    [950, 1950, false],
    [1950, 2940, false],
    [2940, 3950, false],
  ]);
});

test('a key picture that comes early begins a segment after all where a pause follows it', () => {
  const { begun, drafts, push } = cutting();
  push([picture(stamp, 0, true), picture(stamp, 600, true), picture(stamp, 1700, false)]);
  expect(spans(drafts)).toEqual([
    [0, 600, true],
    [600, 1700, true],
  ]);
  expect(begun).toEqual([0, 600]);
});

test('what is left at a run’s end is no longer than it may be either', () => {
  const { cutter, drafts, push } = cutting();
  push(at(0, 900));
  cutter.flush();
  expect(spans(drafts)).toEqual([[0, 1499, true]]);
});

test('pictures that are shown in another order than they come in are not parted by a pause', () => {
  const { drafts, push } = cutting();
  const later = picture(stamp, 400, false, { displayUs: 900_000 });
  push([picture(stamp, 0, true), later, picture(stamp, 800, false), picture(stamp, 2900, false)]);
  expect(drafts.every(({ startUs, endUs }) => endUs - startUs <= 1_499_000)).toBe(true);
  expect(drafts.map(({ video: all }) => all.length)).toEqual([3]);
});

test('the sound of a pause that is shortened goes with it: what follows is in step', () => {
  const { drafts, push } = cutting({}, { video, audio: aac });
  const sound = Array.from({ length: 260 }, (_, i) => frame(stamp, (i * 64) / 3));
  const units = [...at(0, 500, 3300, 3800, 4400, 5000, 5500), ...sound];
  push(units.toSorted((a, b) => a.timestampUs - b.timestampUs));
  const placed = drafts.flatMap((draft) => draft.audio);
  // From there on, 2.8 s less 1.499 s are gone.
  const after = placed.filter(({ unit }) => (unit?.timestampUs ?? 0) >= 3_300_000);
  expect(after.length).toBeGreaterThan(50);
  for (const { unit, atUs } of after) {
    expect((unit?.timestampUs ?? 0) - atUs).toBeCloseTo(1_301_000);
  }
  const steps = placed.slice(1).map(({ atUs }, index) => atUs - (placed[index]?.atUs ?? 0));
  for (const step of steps) expect(step).toBeGreaterThan(64_000 / 3 / 2);
});

test.each([
  ['a gap', picture(stamp, 5000, true)],
  ['time running backwards', picture(stamp, 100, true)],
  ['another SPS', picture(stamp, 520, true, { nals: [Uint8Array.of(0x67, 9), video.pps] })],
  ['another PPS', picture(stamp, 520, true, { nals: [video.sps, Uint8Array.of(0x68, 9)] })],
])('%s ends the run with what there was', (_, next) => {
  const { cutter, drafts, push } = cutting();
  expect(push(pictures(stamp, 0, 520)).every(Boolean)).toBe(true);
  expect(cutter.push(next)).toBe(false);
  expect(spans(drafts)).toEqual([[0, 520, true]]);
  expect(cutter.endUs()).toBe(520_000);
});

test('after a gap nothing but a key picture counts', () => {
  const { drafts, push } = cutting();
  push(pictures(stamp, 0, 520));
  const after = [picture(stamp, 5000, false), picture(stamp, 5040, false)];
  expect(push(after)).toEqual([true, true]);
  expect(push([picture(stamp, 5080, true)])).toEqual([false]);
  expect(spans(drafts)).toEqual([[0, 520, true]]);
});

test('a run that resumes goes on with the timeline and says so once', () => {
  const { push, drafts } = cutting({ startUs: 7_000_000, resumes: true });
  push(pictures(stamp, 90_000, 92_100));
  expect(spans(drafts)).toEqual([
    [7000, 8000, true],
    [8000, 9000, true],
  ]);
  expect(drafts.map(({ discontinuity }) => discontinuity)).toEqual([true, false]);
});

test('sound from just before the first picture is left out', () => {
  const { drafts, push } = cutting({}, { video, audio: aac });
  push([picture(stamp, 100, true), frame(stamp, 95), frame(stamp, 117)]);
  push(pictures(stamp, 140, 1240, 10_000).slice(1));
  push([picture(stamp, 1240, true)]);
  expect(drafts[0]?.audio[0]?.atUs).toBe(17_000);
});

test('sound goes with the pictures of its time and never ahead of them', () => {
  const { drafts, push } = cutting({}, { video, audio: aac });
  const sound = Array.from({ length: 110 }, (_, i) => frame(stamp, (i * 64) / 3));
  // The camera sends its sound 200 ms ahead of its pictures.
  const ahead = ({ kind, timestampUs }: AccessUnit): number =>
    timestampUs - (kind === 'audio' ? 200_000 : 0);
  const units = [...pictures(stamp, 0, 2100), ...sound].toSorted((a, b) => ahead(a) - ahead(b));
  push(units.filter((unit) => unit.kind === 'video' || unit.timestampUs > 0));
  for (const { audio, startUs, endUs } of drafts) {
    // What of it came before the first picture was left out: silence stands there.
    expect(audio.every(({ unit, atUs }) => unit !== undefined || atUs < 220_000)).toBe(true);
    expect(audio.at(-1)?.atUs).toBeGreaterThan(endUs - 25_000);
    expect(audio.at(-1)?.atUs).toBeLessThan(endUs);
    expect(audio[0]?.atUs).toBeGreaterThanOrEqual(startUs);
    expect(audio[0]?.atUs).toBeLessThan(startUs + 22_000);
  }
});

test('sound of another kind, as of a camera that was set up anew, is left out and ends the run', () => {
  const other = { ...aac, config: Uint8Array.of(0x14, 0x08), sampleRate: 16000 };
  const same = { ...aac, config: Uint8Array.from(aac.config) };
  const { cutter, drafts, push } = cutting({}, { video, audio: aac });
  const [key, ...rest] = pictures(stamp, 0, 1000);
  push([key, frame(stamp, 0, aac), frame(stamp, 500, same), ...rest].flatMap((one) => one ?? []));
  expect(push(pictures(stamp, 1000, 2000))).not.toContain(false);
  expect(cutter.push(frame(stamp, 1500, other))).toBe(true);
  expect(cutter.push(picture(stamp, 2000, true))).toBe(false);
  const heard = drafts.flatMap(({ audio }) => audio.flatMap(({ unit }) => unit ?? []));
  expect(heard.map(({ timestampUs }) => timestampUs)).toEqual([0, 500_000]);
});

test.each([
  ['AAC where there was none', undefined, aac],
  ['G.711 where there was AAC', aac, { codec: 'pcmu', sampleRate: 8000, channels: 1 } as const],
])('%s ends the run too', (_, before, after) => {
  const { cutter, push } = cutting({}, { video, ...(before && { audio: before }) });
  push(pictures(stamp, 0, 1000));
  expect(cutter.push(frame(stamp, 900, after))).toBe(true);
  expect(cutter.push(picture(stamp, 1000, true))).toBe(false);
});

test('parameter sets that come within a GOP are said again where a segment begins within it', () => {
  const { drafts, push, cutter } = cutting();
  const [one, two] = [Uint8Array.of(0x68, 2), Uint8Array.of(0x68, 3)];
  const units = pictures(stamp, 0, 5000, 10_000).map((unit, index) => {
    const own = index === 10 ? [one] : index === 40 ? [two] : [];
    return unit.kind === 'video' ? { ...unit, nals: [...own, ...unit.nals] } : unit;
  });
  push([...units, ...pictures(stamp, 5000, 7500, 10_000)]);
  cutter.flush();
  const said = [[], [one], [one, two], [one, two], [one, two], [], []];
  expect(drafts.map(({ sets }) => sets).slice(0, 7)).toEqual(said);
});

test('so many of them are kept', () => {
  const { drafts, push } = cutting();
  const units = pictures(stamp, 0, 1100, 10_000);
  const many = Array.from({ length: 40 }, (_, index) => Uint8Array.of(0x68, index));
  const [key, first, ...rest] = units;
  push([key, { ...picture(stamp, 40, false), nals: many }, ...rest].flatMap((unit) => unit ?? []));
  push(pictures(stamp, 1100, 2300, 10_000).map((unit) => ({ ...unit, key: false })));
  expect(first).toBeDefined();
  expect(drafts[1]?.sets).toEqual(many.slice(-16));
});

test.each([
  ['a second PPS', (pps: Uint8Array) => [pps, Uint8Array.of(0x68, 9)]],
  ['another PPS', () => [Uint8Array.of(0x68, 9)]],
])('%s with a key picture begins another run', (_, change) => {
  const { cutter, push } = cutting();
  push(pictures(stamp, 0, 1000));
  const next = picture(stamp, 1000, true);
  const [sps = video.sps, pps = video.pps, ...slices] = next.nals;
  expect(cutter.push({ ...next, nals: [sps, ...change(pps), ...slices] })).toBe(false);
});
