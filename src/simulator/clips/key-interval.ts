/** A clip encoded anew, so that its key pictures come as seldom as those of real cameras do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { joinNals } from '../../pictures/media/h264/annex-b.ts';
import { readElementary, type Elementary } from '../../pictures/media/h264/elementary.ts';
import type { Clip } from './clip.ts';
import { packetise } from './packets.ts';

const encoding = '-c:v libx264 -preset veryfast -bf 0 -sc_threshold 0';
const output = '-bsf:v filter_units=remove_types=6 -f h264 pipe:1';

/**
 * Returns the same clip with a key picture every so many seconds, of which its length is a multiple. Needs
 * ffmpeg with libx264. @throws Error if that fails.
 */
export async function withKeyInterval(clip: Clip, seconds: number): Promise<Clip> {
  const interval = String(Math.round(seconds * clip.fps));
  const encoder = spawn(
    'ffmpeg',
    `-v error -f h264 -framerate ${clip.fps} -i pipe:0 ${encoding} -g ${interval} -keyint_min ${interval} ${output}`.split(
      ' ',
    ),
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = once(encoder, 'close');
  const encoded = buffer(encoder.stdout);
  // If it ends early, its status says so.
  encoder.stdin.on('error', () => undefined);
  encoder.stdin.end(byteStream(clip.video));
  const [status] = (await ended) as [number];
  if (status !== 0) throw new Error(`ffmpeg ended with ${status}`);
  const video = readElementary(await encoded);
  return { ...clip, video, packets: packetise(video, clip.audio) };
}

function byteStream({ sps, pps, pictures }: Elementary): Buffer {
  const nals = pictures.flatMap((one) => (one.key ? [sps, pps, ...one.nals] : one.nals));
  return joinNals(nals);
}
