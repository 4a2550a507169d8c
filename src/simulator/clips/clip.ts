/** A clip: some seconds of a camera's picture and sound that can be played round and round. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../common/project-root.ts';
import { adtsFrames } from '../../pictures/media/aac/adts.ts';
import { readElementary } from '../../pictures/media/h264/elementary.ts';
import type { Elementary } from '../../pictures/media/h264/elementary.ts';
import type { ClipAudio } from './clip-audio.ts';
import { packetise } from './packets.ts';
import type { Packets } from './packets.ts';

export interface Clip {
  readonly name: string;
  readonly household: string;
  /** The camera's name, such as "Front door". */
  readonly camera: string;
  /** The text that the QR code in every picture reads. */
  readonly watermark: string;
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  readonly video: Elementary;
  readonly audio?: ClipAudio;
  /** The same picture as JPEG. */
  readonly still: Buffer;
  /** The same, ready for RTP. */
  readonly packets: Packets;
}

const file = z.string().regex(/^[\w.-]+$/);
const indexSchema = z.array(
  z.object({
    name: z.string(),
    household: z.string(),
    camera: z.string(),
    stamp: z.string(),
    fps: z.number().positive(),
    width: z.int().positive(),
    height: z.int().positive(),
    video: file,
    still: file,
    audio: z.object({ codec: z.enum(['aac', 'pcmu']), file }).optional(),
  }),
);

/** 40 ms: what many cameras put into one packet. */
const pcmuSamples = 320;

function readAudio(codec: 'aac' | 'pcmu', bytes: Buffer): ClipAudio {
  if (codec === 'aac') {
    const frames = adtsFrames(bytes);
    const first = frames[0];
    if (!first) throw new Error('not a clip: no sound in the AAC file');
    const { sampleRate, channels, config } = first;
    const payloads = frames.map((frame) => frame.payload);
    return { codec, sampleRate, channels, config, frames: payloads, samplesPerFrame: 1024 };
  }
  const frames: Buffer[] = [];
  for (let at = 0; at + pcmuSamples <= bytes.length; at += pcmuSamples) {
    frames.push(bytes.subarray(at, at + pcmuSamples));
  }
  return { codec, sampleRate: 8000, channels: 1, frames, samplesPerFrame: pcmuSamples };
}

/** The folder of the clips that come with Casement. */
export const shippedClips = join(projectRoot, 'fixtures/clips');

/**
 * Reads every clip named in `clips.json` of a folder.
 * @throws Error if the index or one of its files is missing or malformed.
 */
export function loadClips(folder: string = shippedClips): Clip[] {
  const read = (name: string): Buffer => readFileSync(join(folder, name));
  const index = indexSchema.parse(JSON.parse(read('clips.json').toString('utf8')));
  return index.map(({ stamp: watermark, video: videoFile, still, audio: audioFile, ...rest }) => {
    const video = readElementary(read(videoFile));
    const audio = audioFile && readAudio(audioFile.codec, read(audioFile.file));
    const packets = packetise(video, audio);
    return { ...rest, watermark, video, still: read(still), packets, ...(audio && { audio }) };
  });
}

/** Returns the clip with this watermark, such as `birch/front-door`. @throws Error if there is none. */
export function clipOf(clips: readonly Clip[], watermark: string): Clip {
  const clip = clips.find((one) => one.watermark === watermark);
  if (!clip) throw new Error(`no clip with the watermark ${watermark}`);
  return clip;
}
