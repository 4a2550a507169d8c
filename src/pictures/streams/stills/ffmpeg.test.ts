import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../../workshop/testing/scratch-folder.ts';
import { makeClip } from '../../../workshop/testing/clip-source.ts';
import { decodeKeyPicture, findFfmpeg } from './ffmpeg.ts';
import { findFfmpegUser } from './ffmpeg-user.ts';
import { isJpeg } from '../../media/jpeg/head.ts';

let folder: string;
beforeEach(async () => {
  folder = scratchFolder('ffmpeg');
});
afterEach(async () => {
  removeFolder(folder);
});

async function program(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${text}\n`);
  await chmod(path, 0o755);
  return path;
}

/** An SPS of 320x180, and nothing that could be decoded. */
const tiny = Buffer.from('000000016764000cacd941419f9f011000000300100000030020f1429960', 'hex');
/** 15360x8640. */
const huge = Buffer.from('000000016742c03eda003c000439b011000003000100000300020f08042a', 'hex');
/** 4096x2304, and one macroblock more in each row. */
const largest = Buffer.from('000000016742c033da004000486c044000000300400000030083c60ca8', 'hex');
const wider = Buffer.from('000000016742c03cda004040486c044000000300400000030083c2010a80', 'hex');
const offline = { code: 'device-offline' };
const soon = (): AbortSignal => AbortSignal.timeout(20_000);

test('finds the configured program first, then the first in PATH', async () => {
  const configured = await program('mine', 'exit 0');
  await mkdir(join(folder, 'a', 'ffmpeg'), { recursive: true });
  await mkdir(join(folder, 'b'));
  await writeFile(join(folder, 'b', 'ffmpeg'), 'not executable');
  await mkdir(join(folder, 'c'));
  const found = await program(join('c', 'ffmpeg'), 'exit 0');
  const path = ['', join(folder, 'a'), join(folder, 'b'), join(folder, 'c')].join(delimiter);
  expect(await findFfmpeg(configured, path)).toBe(configured);
  await expect(findFfmpeg(join(folder, 'absent'), path)).rejects.toThrow(
    /^the configuration cannot be used:\n {2}FFMPEG: is no program/,
  );
  expect(await findFfmpeg(undefined, path)).toBe(found);
  expect(await findFfmpeg(undefined, join(folder, 'b'))).toBeUndefined();
});

test('makes a JPEG of a key picture', async () => {
  const ffmpeg = await findFfmpeg();
  if (ffmpeg === undefined) throw new Error('no ffmpeg');
  const clip = await makeClip({ seconds: 1, size: '320x180' });
  const nals = clip.pictures[0]?.nals ?? [];
  const picture = Buffer.concat(nals.flatMap((nal) => [Buffer.from([0, 0, 0, 1]), nal]));
  const jpeg = await decodeKeyPicture(ffmpeg, picture, soon());
  expect(isJpeg(jpeg)).toBe(true);
  // As a bridge that runs as root has it.
  const user = process.getuid?.() === 0 ? await findFfmpegUser(undefined) : undefined;
  expect(isJpeg(await decodeKeyPicture(ffmpeg, picture, soon(), user))).toBe(true);
  await expect(decodeKeyPicture(ffmpeg, Buffer.alloc(1000), soon())).rejects.toMatchObject(offline);
});

test('refuses what is no JPEG, what fails, and what does not start', async () => {
  const jpeg = "printf '\\377\\330\\377\\340'";
  for (const text of ['cat >/dev/null; echo picture', `cat >/dev/null; ${jpeg}; exit 1`]) {
    const path = await program('ffmpeg', text);
    await expect(decodeKeyPicture(path, tiny, soon())).rejects.toMatchObject(offline);
  }
  const absent = join(folder, 'absent');
  await expect(decodeKeyPicture(absent, tiny, soon())).rejects.toMatchObject(offline);
});

test('kills what takes too long or writes too much', async () => {
  const pidFile = join(folder, 'pid');
  const endless = `echo $$ > ${pidFile}; exec`;
  const gone = async (): Promise<void> => {
    const pid = Number(await readFile(pidFile, 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow();
  };
  const sleeping = await program('sleeping', `${endless} sleep 600`);
  const short = AbortSignal.timeout(300);
  await expect(decodeKeyPicture(sleeping, tiny, short)).rejects.toMatchObject(offline);
  const flood = await program('flood', `${endless} cat /dev/zero`);
  await expect(decodeKeyPicture(flood, tiny, soon())).rejects.toMatchObject(offline);
  await gone();
});

test('reads nothing of the bridge’s environment', async () => {
  const seen = join(folder, 'seen');
  const path = await program('ffmpeg', `/usr/bin/env > ${seen}; cat >/dev/null`);
  await expect(decodeKeyPicture(path, tiny, soon())).rejects.toMatchObject(offline);
  const names = (await readFile(seen, 'utf8')).match(/^\w+(?==)/gm) ?? [];
  // What a shell sets of itself.
  expect(names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name))).toEqual([]);
});

test('a deadline that has passed starts nothing', async () => {
  const seen = join(folder, 'seen');
  const path = await program('ffmpeg', `echo > ${seen}`);
  const asked = decodeKeyPicture(path, tiny, AbortSignal.abort());
  await expect(asked).rejects.toMatchObject(offline);
  await expect(readFile(seen)).rejects.toThrow();
});

test('what is too large, or does not say how large it is, starts nothing', async () => {
  const seen = join(folder, 'seen');
  const path = await program('ffmpeg', `echo > ${seen}; cat >/dev/null`);
  for (const picture of [huge, wider, Buffer.alloc(1000)]) {
    await expect(decodeKeyPicture(path, picture, soon())).rejects.toMatchObject({
      ...offline,
      message: expect.stringContaining('too large'),
    });
  }
  await expect(readFile(seen)).rejects.toThrow();
  await expect(decodeKeyPicture(path, tiny, soon())).rejects.toMatchObject(offline);
  expect(await readFile(seen, 'utf8')).toBe('\n');
  // The largest that is taken.
  await rm(seen);
  await expect(decodeKeyPicture(path, largest, soon())).rejects.toMatchObject(offline);
  expect(await readFile(seen, 'utf8')).toBe('\n');
});

test('it may open nothing but its pipes, and decodes in one thread', async () => {
  const seen = join(folder, 'seen');
  const path = await program('ffmpeg', `echo "$@" > ${seen}; cat >/dev/null`);
  await expect(decodeKeyPicture(path, tiny, soon())).rejects.toMatchObject(offline);
  const line = await readFile(seen, 'utf8');
  expect(line).toContain('-protocol_whitelist pipe');
  expect(line).toContain(`-max_pixels ${4096 * 2304} -threads 1 -f h264 -i pipe:0`);
});
