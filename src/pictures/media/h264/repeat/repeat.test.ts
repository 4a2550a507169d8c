import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import type { VideoUnit } from '../../../cameras/media.ts';
import { loadClips } from '../../../../simulator/clips/clip.ts';
import { makeClip } from '../../../../workshop/testing/clip-source.ts';
import { newStamp, picture } from '../../../../workshop/testing/units.ts';
import { writtenKey } from '../../../../workshop/testing/written-sets.ts';
import { repeatsOf } from './repeat.ts';

const stamp = newStamp();
const keyOf = (nals: readonly Uint8Array[]): VideoUnit => picture(stamp, 0, true, { nals });

/** A hash of each picture that ffmpeg decodes; it fails at the first that is damaged. */
async function decoded(nals: readonly Uint8Array[]): Promise<string[]> {
  const input = '-v error -xerror -err_detect explode -f h264 -i pipe:0';
  const reader = spawn('ffmpeg', `${input} -fps_mode passthrough -f framemd5 pipe:1`.split(' '));
  const lines = text(reader.stdout);
  const said = text(reader.stderr);
  const ended = once(reader, 'close');
  reader.stdin.end(Buffer.concat(nals.flatMap((nal) => [Uint8Array.of(0, 0, 0, 1), nal])));
  await ended;
  expect(await said).toBe('');
  return (await lines)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)?.trim() ?? '');
}

/** A profile of x264, and what else it is told. */
const kinds: readonly [string, readonly string[]][] = [
  ['baseline', ['-profile:v', 'baseline']],
  ['main, CABAC, few bits', ['-profile:v', 'main', '-preset', 'medium', '-qp', '45']],
  ['high, CABAC, weighted', ['-profile:v', 'high', '-preset', 'slow', '-qp', '4']],
  ['no filter control', ['-preset', 'medium', '-x264-params', 'deblock=0,0:bframes=0']],
  ['several slices', ['-preset', 'medium', '-x264-params', 'slices=4:bframes=0']],
];

test.each(kinds)('repeats a key picture as often as asked, bit by bit: %s', async (_, encoder) => {
  const { pictures } = await makeClip({ size: '212x118', seconds: 1, encoder });
  // A clip counts each slice as a picture.
  const slices = pictures.slice(
    0,
    pictures.findIndex(({ key }) => !key),
  );
  const nals = slices.flatMap((slice) => slice.nals);
  const repeats = repeatsOf(keyOf(nals), 45) ?? [];
  expect(repeats).toHaveLength(45);
  for (const nal of repeats) expect(nal.length).toBeLessThan(60);
  const hashes = await decoded([...nals, ...repeats]);
  expect(hashes).toHaveLength(46);
  expect(new Set(hashes).size).toBe(1);
});

test('a stream goes on after them with its next key picture', async () => {
  const { sps, pps, pictures } = loadClips()[0]?.video ?? { sps: Buffer.of(), pps: Buffer.of() };
  const gop = pictures?.slice(0, 15) ?? [];
  const real = [sps, pps, ...gop.flatMap((one) => one.nals)];
  const key = [sps, pps, ...(gop[0]?.nals ?? [])];
  const hashes = await decoded([...key, ...(repeatsOf(keyOf(key), 20) ?? []), ...real]);
  expect(hashes).toHaveLength(21 + 15);
  expect(hashes.slice(21)).toEqual(await decoded(real));
});

test('fields are left alone', async () => {
  const encoder = ['-x264-params', 'interlaced=1:bframes=0'];
  const { pictures } = await makeClip({ size: '256x128', seconds: 1, encoder });
  expect(repeatsOf(keyOf(pictures[0]?.nals ?? []), 3)).toBeUndefined();
});

test('a picture that is no IDR picture, or damaged, is left alone', () => {
  expect(repeatsOf(picture(stamp, 0, true), 3)).toBeUndefined();
  expect(repeatsOf(keyOf([Uint8Array.of(0x67), Uint8Array.of(0x65, 1)]), 3)).toBeUndefined();
  expect(repeatsOf(keyOf([]), 3)).toBeUndefined();
});

test('a picture of more than 4096x2304 is left alone, whatever of it is shown', () => {
  const repeats = (widthMbs: number, heightMbs: number) => {
    const shown = { width: 640, height: 368 };
    const { sps, pps, idr } = writtenKey({ widthMbs, heightMbs, shown });
    return repeatsOf(keyOf([sps, pps, idr]), 2);
  };
  expect(repeats(256, 144)).toHaveLength(2);
  expect(repeats(257, 144)).toBeUndefined();
  expect(repeats(32_768, 16_384)).toBeUndefined();
});
