import { execFile } from 'node:child_process';
import { beforeAll, expect, test } from '@jest/globals';
import type { AccessUnit } from '../../cameras/media.ts';
import { Failure } from '../../../common/failures.ts';
import { type Clip, makeClip, unitsBetween } from '../../../workshop/testing/clip-source.ts';
import { newStamp } from '../../../workshop/testing/units.ts';
import { createCutter } from './cutter.ts';
import type { Draft, Run } from './draft.ts';
import { muxSegment } from './mux.ts';

const stamp = newStamp();
let clip: Clip;
beforeAll(async () => {
  clip = await makeClip({ gopSeconds: 2, seconds: 2, sound: true, size: '320x180' });
});

/** The first `count` segments of a clip with a GOP of 2 s: pieces but for the first. */
function cut(count: number): [Draft, Run][] {
  const tracks = { video: clip.video, ...(clip.audio && { audio: clip.audio }) };
  const made: [Draft, Run][] = [];
  const onDraft = (draft: Draft, run: Run): void => void made.push([draft, run]);
  const told = { onBegin: () => undefined, onOversize: () => undefined };
  const limits = { segmentBytes: 1e9, longestUs: () => 1_499_000 };
  const resting = { segmentSeconds: 0.5, ...limits, startUs: 0, resumes: false, ...told };
  const cutter = createCutter({ stamp, tracks, ...resting, onDraft });
  for (const unit of unitsBetween(clip, stamp, -1, 2_200_000)) cutter.push(unit);
  return made.slice(0, count);
}

async function probe(bytes: Uint8Array): Promise<{ codec_type: string; flags: string }[]> {
  const args = ['-v', 'error', '-show_entries', 'packet=codec_type,flags', '-of', 'json', '-'];
  const out = await new Promise<string>((resolve, reject) => {
    const child = execFile('ffprobe', args, { maxBuffer: 1e8 }, (error, stdout, stderr) =>
      error || stderr ? reject(error ?? new Error(stderr)) : resolve(stdout),
    );
    child.stdin?.end(bytes);
  });
  return (JSON.parse(out) as { packets: { codec_type: string; flags: string }[] }).packets;
}

test('a segment holds every unit of its draft', async () => {
  const [made] = cut(1);
  if (made === undefined) throw new Error('nothing was cut');
  const packets = await probe((await muxSegment(...made, 'ts')).body);
  const count = (type: string): number =>
    packets.filter(({ codec_type }) => codec_type === type).length;
  expect(count('video')).toBe(made[0].video.length);
  expect(count('audio')).toBe(made[0].audio.length);
});

/**
 * The random access marks of the video packets that begin a picture (ISO/IEC 13818-1 §2.4.3.5). Read without
 * `media/mpegts`, which is what took them away.
 */
function marks(ts: Uint8Array): boolean[] {
  const found: boolean[] = [];
  for (let at = 0; at < ts.length; at += 188) {
    const [, high = 0, , control = 0, length = 0, flags = 0] = ts.subarray(at, at + 188);
    const payload = at + 4 + ((control & 0x20) === 0 ? 0 : 1 + length);
    if ((high & 0x40) === 0 || ts[payload + 3] !== 0xe0) continue;
    found.push((control & 0x20) !== 0 && length > 0 && (flags & 0x40) !== 0);
  }
  return found;
}

test('only a key picture is marked as one to begin with', async () => {
  const made = cut(2);
  const segments = await Promise.all(made.map(([draft, run]) => muxSegment(draft, run, 'ts')));
  expect(made.map(([{ independent }]) => independent)).toEqual([true, false]);
  expect(segments.map(({ body }) => marks(body).slice(0, 2))).toEqual([
    [true, false],
    [false, false],
  ]);
});

test('of CMAF, too, only a key picture is marked as one to begin with', async () => {
  const made = cut(2);
  const [whole, piece] = await Promise.all(
    made.map(async ([draft, run]) => {
      const { init, body } = await muxSegment(draft, run, 'cmaf');
      return probe(Buffer.concat([init ?? Buffer.of(), body]));
    }),
  );
  const keys = (packets: typeof whole) =>
    packets?.filter(({ codec_type }) => codec_type === 'video').map(({ flags }) => flags[0]);
  expect(keys(whole)).toEqual(made[0]?.[0].video.map(({ unit }) => (unit.key ? 'K' : '_')));
  expect(keys(piece)).toEqual(made[1]?.[0].video.map(() => '_'));
});

test('a sample alone is unmarked as well', async () => {
  const [, next] = cut(2);
  if (next === undefined) throw new Error('nothing was cut');
  const [draft, run] = next;
  const alone = { ...draft, video: draft.video.slice(0, 1), endUs: draft.startUs + 40_000 };
  const { init, body } = await muxSegment(alone, run, 'cmaf');
  const packets = await probe(Buffer.concat([init ?? Buffer.of(), body]));
  const pictures = packets.filter(({ codec_type }) => codec_type === 'video');
  expect(pictures.map(({ flags }) => flags[0])).toEqual(['_']);
});

test.each(['ts', 'cmaf'] as const)(
  'each segment of %s brings the parameter sets, once, where its first picture is no key picture',
  async (format) => {
    for (const [draft, run] of cut(2)) {
      const { body } = await muxSegment(draft, run, format);
      const found = Buffer.from(body)
        .toString('latin1')
        .split(Buffer.from(run.sps).toString('latin1'));
      expect(found).toHaveLength(1 + 1);
    }
  },
);

test.each(['ts', 'cmaf'] as const)(
  'a segment of %s with a foreign unit is refused',
  async (format) => {
    const [made] = cut(1);
    if (made === undefined) throw new Error('nothing was cut');
    const [draft, run] = made;
    const foreign = <U extends AccessUnit>(unit: U): U => ({ ...unit, stamp: newStamp() });
    const withVideo = draft.video.map((one, i) =>
      i === 3 ? { ...one, unit: foreign(one.unit) } : one,
    );
    const withAudio = draft.audio.map((one, i) =>
      i === 3 && one.unit !== undefined ? { ...one, unit: foreign(one.unit) } : one,
    );
    for (const bad of [
      { ...draft, video: withVideo },
      { ...draft, audio: withAudio },
      { ...draft, stamp: { ...stamp, epoch: 2 } },
    ]) {
      const refused = expect(muxSegment(bad, run, format)).rejects;
      await refused.toBeInstanceOf(Failure);
      await expect(muxSegment(bad, run, format)).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(muxSegment(draft, run, format)).resolves.toBeDefined();
  },
);
