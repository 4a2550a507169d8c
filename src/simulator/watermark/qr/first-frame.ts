/** The first picture of anything ffmpeg can read, decoded. */
import { spawn, spawnSync } from 'node:child_process';
import type { Rgba } from './read-qr.ts';
import { readQr } from './read-qr.ts';

export type PictureSource =
  | { readonly bytes: Uint8Array; readonly format?: 'h264' | 'mpegts' | 'mp4' | 'jpeg' }
  | { readonly url: string; readonly transport?: 'tcp' | 'udp' };

export interface DecodeOptions {
  /** Default `ffmpeg`, found by PATH. */
  readonly ffmpeg?: string;
  /** Default 20 s. */
  readonly timeoutMs?: number;
}

/** ffmpeg would watch a live stream for seconds to learn its frame rate, which nobody needs here. */
const quickStart = ['-analyzeduration', '500000', '-fpsprobesize', '0'];

const demuxers = { h264: 'h264', mpegts: 'mpegts', mp4: 'mp4', jpeg: 'jpeg_pipe' } as const;

function inputOf(source: PictureSource): string[] {
  if ('url' in source) {
    const transport = source.transport ? ['-rtsp_transport', source.transport] : [];
    return [...quickStart, ...transport, '-i', source.url];
  }
  return [...(source.format ? ['-f', demuxers[source.format]] : []), '-i', 'pipe:0'];
}

/** A PAM picture (netpbm): a head of text lines, then the pixels. */
function parsePam(bytes: Buffer): Rgba | undefined {
  const end = bytes.indexOf('ENDHDR\n');
  const head = end < 0 ? '' : bytes.toString('ascii', 0, end);
  const width = Number(/^WIDTH (\d+)$/m.exec(head)?.[1]);
  const height = Number(/^HEIGHT (\d+)$/m.exec(head)?.[1]);
  const data = bytes.subarray(end + 7);
  return data.length === width * height * 4 ? { data, width, height } : undefined;
}

/** Whether ffmpeg can be run. */
export function hasFfmpeg(ffmpeg = 'ffmpeg'): boolean {
  return spawnSync(ffmpeg, ['-version']).status === 0;
}

/**
 * Decodes the first whole picture.
 * @throws Error if there is none within the time. Its text never holds the URL.
 */
export async function firstFrame(
  source: PictureSource,
  options: DecodeOptions = {},
): Promise<Rgba> {
  const output = [
    '-frames:v',
    '1',
    '-c:v',
    'pam',
    '-pix_fmt',
    'rgba',
    '-f',
    'image2pipe',
    'pipe:1',
  ];
  const args = ['-nostdin', '-v', 'quiet', ...inputOf(source), '-map', '0:v:0', ...output];
  const child = spawn(options.ffmpeg ?? 'ffmpeg', args, {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // Not spawn's own `timeout`: its timer outlives a child that could not be started.
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 20_000);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  // ffmpeg stops reading once it has its picture.
  child.stdin.on('error', () => undefined);
  child.stdin.end('bytes' in source ? source.bytes : undefined);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => clearTimeout(timer));
  const frame = parsePam(Buffer.concat(chunks));
  if (!frame) throw new Error(`ffmpeg decoded no picture (exit ${code ?? 'by signal'})`);
  return frame;
}

/** Returns the watermark in the first picture of a source, if it can be read. @throws as `firstFrame` does. */
export async function watermarkOf(
  source: PictureSource,
  options?: DecodeOptions,
): Promise<string | undefined> {
  return readQr(await firstFrame(source, options));
}
