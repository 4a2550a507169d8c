/** A camera as busy as most are: 1280 × 720 at 15 pictures a second, 1.5 Mbit/s, a key picture every two seconds. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { readElementary } from '../../pictures/media/h264/elementary.ts';
import type { Clip } from '../../simulator/clips/clip.ts';
import { packetise } from '../../simulator/clips/packets.ts';

const [fps, width, height] = [15, 1_280, 720];
const picture = `testsrc2=size=${width}x${height}:rate=${fps},noise=alls=12:allf=t`;
const rate = '-b:v 1500k -maxrate 1500k -bufsize 1500k';
const coding = `-c:v libx264 -preset veryfast -profile:v baseline -pix_fmt yuv420p ${rate}`;
const keys = `-g ${2 * fps} -keyint_min ${2 * fps} -sc_threshold 0`;
const output = '-bsf:v filter_units=remove_types=6 -f h264 pipe:1';

/** Ten seconds. Needs ffmpeg with libx264. @throws Error if that fails. */
export async function busyClip(): Promise<Clip> {
  const args = `-v error -f lavfi -i ${picture} -t 10 ${coding} ${keys} ${output}`;
  const encoder = spawn('ffmpeg', args.split(' '), { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(encoder, 'close');
  const encoded = await buffer(encoder.stdout);
  const [status] = (await ended) as [number];
  if (status !== 0) throw new Error(`ffmpeg ended with ${status}`);
  const video = readElementary(encoded);
  return {
    name: 'busy',
    household: 'Nobody',
    camera: 'Busy',
    watermark: 'nobody/busy',
    fps,
    width,
    height,
    video,
    still: Buffer.alloc(0),
    packets: packetise(video, undefined),
  };
}
