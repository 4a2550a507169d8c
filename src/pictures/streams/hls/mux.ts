import {
  BufferTarget,
  CmafOutputFormat,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  MpegTsOutputFormat,
  Output,
} from 'mediabunny';
import { joinNals } from '../../media/h264/annex-b.ts';
import { profileLevelId } from '../../media/h264/sps.ts';
import { Failure } from '../../../common/failures.ts';
import { sameStamp, type Stamp } from '../../../wall/partitions/stamp.ts';
import type { Draft, Run } from './draft.ts';
import { writeDisplayTimes } from '../../media/mpegts/display-times.ts';
import { frameUs, objectType } from '../../media/aac/track.ts';
import { unmarkFirstPicture } from '../../media/mpegts/unmark.ts';
import { unmarkFirstSample } from '../../media/mp4/unmark.ts';

export type SegmentFormat = 'ts' | 'cmaf';

const unmark = { ts: unmarkFirstPicture, cmaf: unmarkFirstSample };

export interface Muxed {
  readonly body: Uint8Array;
  /** CMAF's initialisation section; absent for MPEG-TS. */
  readonly init?: Uint8Array;
}

/**
 * Muxes one segment. One that does not begin with a key picture has the parameter sets in front all the same:
 * there are players that take no segment without (Shaka's own transmuxer).
 * @throws Failure `forbidden` if a unit does not bear the draft's stamp: then nothing of it may be published.
 */
export async function muxSegment(draft: Draft, run: Run, format: SegmentFormat): Promise<Muxed> {
  if (foreignIn(draft) !== undefined) throw new Failure('forbidden', 'a foreign stamp');
  const target = new BufferTarget();
  // Each of them sets memory aside, used or not.
  const initTarget = format === 'cmaf' ? new BufferTarget() : undefined;
  const output = new Output({
    format: format === 'ts' ? new MpegTsOutputFormat() : new CmafOutputFormat(),
    target,
    ...(initTarget && { initTarget }),
  });
  const video = new EncodedVideoPacketSource('avc');
  const audio = new EncodedAudioPacketSource('aac');
  // Given up front, so that tables and initialisation stand even if a segment lacks either.
  const videoConfig = {
    codec: videoCodec(run),
    codedWidth: run.tracks.video.width,
    codedHeight: run.tracks.video.height,
  };
  const audioConfig = {
    codec: audioCodec(run),
    sampleRate: run.audio.sampleRate,
    numberOfChannels: run.audio.channels,
    description: run.audio.config,
  };
  output.addVideoTrack(video);
  output.addAudioTrack(audio);
  await output.start();

  for (const [index, one] of draft.video.entries()) {
    const { unit, atUs } = one;
    const nextUs = draft.video[index + 1]?.atUs ?? draft.endUs;
    const kind = unit.key || index === 0 ? 'key' : 'delta';
    // The muxer takes one time for both. MP4 gets the time of display, and the muxer finds one to decode.
    // MPEG-TS gets the time to decode, since it must go on from the segment before: the other is written in
    // afterwards.
    const time = format === 'ts' ? atUs : (one.shownUs ?? atUs);
    const sets = index === 0 && !unit.key ? [...run.sets, ...(draft.sets ?? [])] : [];
    const bytes = joinNals([...sets, ...unit.nals]);
    await video.add(new EncodedPacket(bytes, kind, seconds(time), seconds(nextUs - atUs)), {
      decoderConfig: videoConfig,
    });
  }
  for (const { data, atUs } of draft.audio) {
    const packet = new EncodedPacket(data, 'key', seconds(atUs), seconds(frameUs(run.audio)));
    await audio.add(packet, { decoderConfig: audioConfig });
  }
  await output.finalize();

  if (target.buffer === null) throw new Failure('internal', 'the segment could not be written');
  const body = new Uint8Array(target.buffer);
  if (!draft.independent) unmark[format](body);
  if (format === 'ts' && draft.video.some(({ shownUs }) => shownUs !== undefined)) {
    writeDisplayTimes(
      body,
      draft.video.map(({ atUs, shownUs = atUs }) => shownUs),
    );
  }
  return {
    body,
    ...(initTarget?.buffer && { init: new Uint8Array(initTarget.buffer) }),
  };
}

/** Returns the first stamp in a draft that is not its own. */
export function foreignIn({ stamp, video, audio }: Draft): Stamp | undefined {
  const units = [...video, ...audio].flatMap(({ unit }) => unit ?? []);
  return units.find((unit) => !sameStamp(unit.stamp, stamp))?.stamp;
}

/** Returns the video's name in CODECS (RFC 6381 §3.3): avc1 and the three bytes after the SPS's header. */
export function videoCodec({ sps }: Pick<Run, 'sps'>): string {
  return `avc1.${profileLevelId(sps)}`;
}

/** Returns the audio's name in CODECS (RFC 6381 §3.3). */
export function audioCodec({ audio }: Pick<Run, 'audio'>): string {
  return `mp4a.40.${objectType(audio)}`;
}

const seconds = (us: number): number => us / 1_000_000;
