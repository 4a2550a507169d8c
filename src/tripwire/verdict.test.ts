import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { newCameraId } from '../identity/ids.ts';
import { openKeyRing } from '../identity/keyring.ts';
import { readElementary } from '../pictures/media/h264/elementary.ts';
import { withComment } from '../pictures/media/jpeg/comment.ts';
import { seiOf } from '../simulator/watermark/sei.ts';
import { muxSegment, type SegmentFormat } from '../pictures/streams/hls/mux.ts';
import { silentTrack } from '../pictures/media/aac/silence.ts';
import { newStamp, picture } from '../workshop/testing/units.ts';
import { freshMs } from './guard.ts';
import { createCanaryWatermarks } from './canary-watermark.ts';
import { createVerdicts, Foreign, NoPicture } from './verdict.ts';

const folder = scratchFolder('verdict');
afterAll(() => removeFolder(folder));

const file = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/canary/${name}`, import.meta.url));

const noon = 1_764_000_000_000;
let clock: number;
beforeEach(() => {
  clock = noon;
});
const ring = openKeyRing(join(folder, 'keys.json'));
const watermarks = createCanaryWatermarks(ring, () => clock);
const verdicts = createVerdicts(watermarks, () => noon);
const own = { name: '1', camera: newCameraId(), width: 152, height: 88 } as const;
const [mine, theirs] = [
  () => watermarks.write('1', own.camera),
  () => watermarks.write('2', newCameraId()),
];

/** A segment of a second; each of its pictures says what `texts` gives for it, if anything. */
async function segment(
  texts: (at: number) => string | undefined,
  format: SegmentFormat = 'ts',
): Promise<Buffer> {
  const { sps, pps, pictures } = readElementary(file('canary-1.h264'));
  const stamp = newStamp();
  const video = pictures.slice(0, 5).map(({ key, nals }, at) => {
    const text = texts(at);
    const said = text === undefined ? [] : [seiOf(text)];
    const all = [...(key ? [sps, pps] : []), ...said, ...nals];
    return { unit: picture(stamp, at * 200, key, { nals: all }), atUs: at * 200_000 };
  });
  const track = {
    codec: 'h264',
    sps,
    pps,
    width: 152,
    height: 88,
    profileLevelId: '42c00b',
  } as const;
  const draft = {
    stamp,
    heardAt: 0,
    video,
    audio: [],
    startUs: 0,
    endUs: 1_000_000,
    independent: true,
  };
  const { body } = await muxSegment(
    { ...draft, discontinuity: false, wallMs: noon },
    { tracks: { video: track }, sps, sets: [sps, pps], audio: silentTrack },
    format,
  );
  return Buffer.from(body);
}

const foreign = (reason: string) => expect.objectContaining({ constructor: Foreign, reason });

describe.each(['ts', 'cmaf'] as const)('a segment (%s)', (format) => {
  test('of its own, every picture with its watermark, is right', async () => {
    verdicts.segment(own, await segment(() => mine(), format));
  });

  test('of a canary before the last start, or of a camera of its that is not there, is foreign', async () => {
    const body = await segment(() => watermarks.write('1', newCameraId()), format);
    expect(() => verdicts.segment(own, body)).toThrow(foreign('another camera’s picture'));
  });

  test('with one picture of the other canary in it is foreign', async () => {
    const body = await segment((at) => (at === 3 ? theirs() : mine()), format);
    expect(() => verdicts.segment(own, body)).toThrow(foreign('another camera’s picture'));
  });

  test('without watermarks is foreign, and so is one with watermarks made elsewhere', async () => {
    const forged = mine().replace(/.{3};$/, 'AAA;');
    for (const text of [undefined, 'nameplate h17 c17 1 2;', forged]) {
      const body = await segment(() => text, format);
      expect(() => verdicts.segment(own, body)).toThrow(foreign('a picture without a mark'));
    }
  });

  test('of long ago is no picture of now, and no trip', async () => {
    clock = noon - freshMs - 1;
    const body = await segment(() => mine(), format);
    expect(() => verdicts.segment(own, body)).toThrow(NoPicture);
  });
});

test('one picture without a watermark among others is foreign (MPEG-TS)', async () => {
  const body = await segment((at) => (at === 4 ? undefined : mine()));
  expect(() => verdicts.segment(own, body)).toThrow(foreign('a picture without a mark'));
});

test('every whole picture that came by WebRTC has its watermark, and no watermark is another’s', () => {
  const whole = { texts: ['x264', mine()], whole: true };
  expect(verdicts.picture(own, whole)).toBe(true);
  expect(verdicts.picture(own, { ...whole, whole: false })).toBe(true);
  expect(verdicts.picture(own, { texts: ['x264'], whole: false })).toBe(false);
  const wrong: [string[], string][] = [
    [[], 'a picture without a mark'],
    [['x264', 'nameplate h17 c17 1 2;'], 'a picture without a mark'],
    [[theirs()], 'another camera’s picture'],
    [[mine(), theirs()], 'another camera’s picture'],
  ];
  for (const [texts, reason] of wrong) {
    expect(() => verdicts.picture(own, { texts, whole: true })).toThrow(foreign(reason));
  }
  expect(() => verdicts.picture(own, { texts: [theirs()], whole: false })).toThrow(
    foreign('another camera’s picture'),
  );
  clock = noon - freshMs - 1;
  expect(() => verdicts.picture(own, { texts: [mine()], whole: true })).toThrow(NoPicture);
});

test('what is no segment and no still is neither right nor foreign', () => {
  const page = Buffer.from('<!doctype html><title>Sign in to the network</title>');
  for (const body of [page, Buffer.alloc(0), Buffer.alloc(188, 0x47)]) {
    expect(() => verdicts.segment(own, body)).toThrow(NoPicture);
    expect(() => verdicts.still(own, body)).toThrow(NoPicture);
  }
});

test('a still is right with its own watermark', () => {
  const jpeg = file('canary-1.jpg');
  verdicts.still(own, withComment(withComment(jpeg, 'made by hand'), mine()));
  expect(() => verdicts.still(own, withComment(jpeg, theirs()))).toThrow(
    foreign('another camera’s picture'),
  );
  expect(() => verdicts.still(own, withComment(withComment(jpeg, theirs()), mine()))).toThrow(
    foreign('another camera’s picture'),
  );
  clock = noon - freshMs - 1;
  expect(() => verdicts.still(own, withComment(jpeg, mine()))).toThrow(NoPicture);
});

test('a still without a watermark is foreign, unless its size says that the stream it is of is ours', () => {
  expect(() => verdicts.still(own, file('canary-1.jpg'))).toThrow(NoPicture);
  expect(() => verdicts.still(own, file('canary-2.jpg'))).toThrow(
    foreign('a picture without a mark'),
  );
});
