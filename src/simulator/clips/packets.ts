/** A clip cut into RTP payloads, once; every viewer of every camera that plays it shares them. */
import type { Elementary } from '../../pictures/media/h264/elementary.ts';
import { nalType, typeOf } from '../../pictures/media/h264/nal.ts';
import { writeAacHbr } from '../../pictures/media/rtp/aac-payload.ts';
import { payloadsOf, writeAggregate } from '../../pictures/media/rtp/h264-payloads.ts';
import type { ClipAudio } from './clip-audio.ts';

/** Small enough for Ethernet with IP, UDP, RTP headers and a tunnel. */
const maxPayload = 1360;

export interface PacketisedPicture {
  readonly key: boolean;
  readonly payloads: readonly Buffer[];
}

export interface Packets {
  readonly pictures: readonly PacketisedPicture[];
  /** SPS and PPS, one payload each (single NAL unit packets). */
  readonly parameterSets: readonly Buffer[];
  /** SPS and PPS in one payload (STAP-A, RFC 6184 §5.7.1). */
  readonly aggregate: readonly Buffer[];
  readonly audio: readonly Buffer[];
}

/**
 * Returns a picture's payloads with one more NAL unit in front; in one packet with the first if both fit, so
 * that they are lost together.
 */
export function withNal(nal: Buffer, payloads: readonly Buffer[]): readonly Buffer[] {
  const [first, ...rest] = payloads;
  const whole = first !== undefined && typeOf(first) < nalType.stapA;
  if (!whole || nal.length + first.length + 5 > maxPayload) return [nal, ...payloads];
  return [writeAggregate([nal, first]), ...rest];
}

/** Cuts a clip into payloads: RFC 6184 non-interleaved mode, RFC 3640 AAC-hbr, RFC 3551 PCMU. */
export function packetise(video: Elementary, audio: ClipAudio | undefined): Packets {
  const { sps, pps, pictures } = video;
  const frames = audio?.frames ?? [];
  return {
    pictures: pictures.map(({ key, nals }) => ({
      key,
      payloads: nals.flatMap((nal) => payloadsOf(nal, maxPayload)),
    })),
    parameterSets: [sps, pps],
    aggregate: [writeAggregate([sps, pps])],
    audio: audio?.codec === 'aac' ? frames.map(writeAacHbr) : frames,
  };
}
