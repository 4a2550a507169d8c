/** Builds the way of pictures in and out: cameras, and the streams and stills made of them. */
import { createStreams } from '../../pictures/streams/create-streams.ts';
import { createHlsPackagers } from '../../pictures/streams/hls/packagers.ts';
import { findFfmpegUser } from '../../pictures/streams/stills/ffmpeg-user.ts';
import { findFfmpeg } from '../../pictures/streams/stills/ffmpeg.ts';
import { createStills } from '../../pictures/streams/stills/stills.ts';
import { createStages } from '../../pictures/streams/stages.ts';
import type { Streams } from '../../pictures/streams/streams.ts';
import { createWebRtcEngine } from '../../pictures/streams/webrtc/engine.ts';
import type { Guard } from '../../tripwire/guard.ts';
import { capacity, times } from '../limits.ts';
import type { Metrics } from '../metrics.ts';
import { buildCameras, type Cameras, type CamerasParts } from './cameras.ts';
import type { BuildContext } from './context.ts';
import type { Wall } from './wall.ts';

export interface Pictures extends Pick<
  Cameras,
  'conditions' | 'kinds' | 'opening' | 'feeds' | 'warm'
> {
  readonly streams: Streams;
}

export interface PicturesParts extends CamerasParts {
  readonly wall: Pick<Wall, 'origins' | 'register' | 'partitions'>;
  readonly guard: Pick<Guard, 'admits' | 'admitsStill'> | undefined;
  readonly metrics: Pick<Metrics, 'stream'>;
  /** Where displays reach the bridge. */
  readonly origin: string;
}

/** Resolves once the WebRTC engine is up and ffmpeg was looked for; `context.closers` gets what ends them. */
export async function buildPictures(
  context: BuildContext,
  parts: PicturesParts,
): Promise<Pictures> {
  const { config, log, resolveHost, closers } = context;
  const { wall, guard, onForeign, metrics, origin } = parts;
  const { recognise, unanswered, guardOrigin } = wall.origins;
  const { conditions, kinds, opening, feeds, warm, budget, overloads } = buildCameras(
    context,
    parts,
  );

  const packagers = createHlsPackagers({
    format: config.hlsFormat,
    segmentSeconds: 1,
    waitMs: times.playlistWait,
    budget,
    onForeign,
    onOverloaded: overloads.note,
  });
  closers.push(() => packagers.close());
  const webrtc = await createWebRtcEngine({
    udpPort: config.webrtc.udpPort,
    announcedAddresses: config.webrtc.addresses,
    lookUp: resolveHost,
    iceServers: config.webrtc.iceServers,
    connectTimeoutMs: times.webrtcConnect,
    maxPeers: capacity.sessions,
    log,
  });
  closers.push(() => webrtc.close());
  // The sessions end before everything that feeds them.
  closers.push(() => wall.partitions.close());
  const ffmpeg = await findFfmpeg(config.ffmpeg);
  if (ffmpeg === undefined) {
    log.warn(
      'there is no ffmpeg on PATH: cameras without a still of their own (--still) give none',
    );
  }
  const stills = createStills({
    lookup: resolveHost,
    recognise,
    guardOrigin,
    unanswered,
    note: conditions.note,
    ...(ffmpeg !== undefined && { ffmpeg, ffmpegUser: await findFfmpegUser(config.ffmpegUser) }),
    timeoutMs: times.stillTimeout,
    freshMs: times.stillFresh,
    ...(guard && { admits: (stamp, jpeg) => guard.admitsStill(stamp, jpeg) }),
  });
  const streams = createStreams({
    feeds,
    packagers,
    webrtc,
    stills,
    conditions,
    orders: config.protocols,
    offerBy: config.webrtc.offerBy,
    stages: createStages({ log, count: (stage) => metrics.stream(stage) }),
    publicUrl: () => origin,
  });
  return Object.freeze({ conditions, kinds, opening, feeds, warm, streams });
}
