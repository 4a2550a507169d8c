import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Failure } from '../../failures.ts';
import { isJpeg, mostBytes } from '../../cameras/jpeg.ts';

/** Finds ffmpeg: the configured path where that is a program, else the first in PATH. */
export async function findFfmpeg(
  configured?: string,
  path: string = process.env['PATH'] ?? '',
): Promise<string | undefined> {
  const names = path.split(delimiter).filter((folder) => folder !== '');
  const candidates = names.map((folder) => join(folder, 'ffmpeg'));
  for (const candidate of [...(configured === undefined ? [] : [configured]), ...candidates]) {
    if (await isProgram(candidate)) return candidate;
  }
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

const toJpeg =
  '-hide_banner -loglevel error -threads 1 -f h264 -i pipe:0 -frames:v 1 -q:v 4 -f mjpeg pipe:1';

/**
 * Decodes one key picture (H.264 with start codes) to JPEG in a child process, which is killed when
 * `signal` aborts or when it writes more than 8 MB.
 * @throws Failure `device-offline` where no JPEG came of it.
 */
export async function decodeKeyPicture(
  ffmpeg: string,
  picture: Uint8Array,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const refusal = new Failure('device-offline', 'the picture could not be decoded');
  if (signal.aborted) throw refusal;
  return await new Promise<Uint8Array>((resolve, reject) => {
    const child = spawn(ffmpeg, toJpeg.split(' '), {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {},
      signal,
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostBytes) child.kill('SIGKILL');
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
