import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Failure } from '../../../common/failures.ts';
import { codedPixels } from '../../media/h264/coded-pixels.ts';
import { isJpeg } from '../../media/jpeg/head.ts';
import { limits } from '../../media/limits.ts';
import { spawnConfined, type SystemUser } from './confine.ts';

/**
 * Finds ffmpeg: the configured path, else the first in PATH; undefined if there is none.
 * @throws Failure `bad-request` if the configured path is no program.
 */
export async function findFfmpeg(
  configured?: string,
  path: string = process.env['PATH'] ?? '',
): Promise<string | undefined> {
  const names = path.split(delimiter).filter((folder) => folder !== '');
  const candidates = names.map((folder) => join(folder, 'ffmpeg'));
  if (configured !== undefined) {
    if (await isProgram(configured)) return configured;
    const what = '  FFMPEG: is no program that this user may run: correct it, or leave it out';
    throw new Failure('bad-request', `the configuration cannot be used:\n${what}`);
  }
  for (const candidate of candidates) if (await isProgram(candidate)) return candidate;
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** The largest frame of levels 5.1 and 5.2 (ITU-T H.264, Table A-1): 36,864 macroblocks, such as 4096x2304. */
const maxPixels = 36_864 * 256;

/** Reads only standard input, writes only standard output; in one thread, one picture. */
const toJpeg = [
  '-nostdin -hide_banner -loglevel error -protocol_whitelist pipe -filter_threads 1',
  `-max_pixels ${maxPixels} -threads 1 -f h264 -i pipe:0`,
  '-an -frames:v 1 -threads 1 -q:v 4 -f mjpeg pipe:1',
];

/**
 * Decodes one key picture (H.264 with start codes) to JPEG in a child process of its own (confine.ts), as
 * `user` if one is given. The process is killed when `signal` aborts or when it writes more than 8 MB. A
 * picture that says it is too large, or does not say how large it is, is never handed to it.
 * @throws Failure `device-offline` if no JPEG came of it.
 */
export async function decodeKeyPicture(
  ffmpeg: string,
  picture: Uint8Array,
  signal: AbortSignal,
  user?: SystemUser,
): Promise<Uint8Array> {
  const refusal = new Failure('device-offline', 'the picture could not be decoded');
  if (signal.aborted) throw refusal;
  if (codedPixels(picture) > maxPixels) {
    throw new Failure('device-offline', 'the picture is too large to make a still of');
  }
  return await new Promise<Uint8Array>((resolve, reject) => {
    const child = spawnConfined(ffmpeg, toJpeg.join(' ').split(' '), signal, user);
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.jpegBytes) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.on('error', () => reject(refusal));
    child.on('close', (code) => {
      const jpeg = Buffer.concat(chunks);
      if (code === 0 && isJpeg(jpeg)) resolve(jpeg);
      else reject(refusal);
    });
    // It may have read enough, or be gone, before all is written.
    child.stdin.on('error', () => undefined);
    child.stdin.end(picture);
  });
}
