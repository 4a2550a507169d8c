/** Which of a camera's streams we take, and what they hold. */
import type { AudioTrack } from '../../media/unit.ts';
import { parseAacConfig } from '../../media/aac/config.ts';
import type { AuHeaderSizes } from '../../media/rtp/aac-depacketiser.ts';
import { type FaultReason, RtspFault } from './fault.ts';
import type { Description, Format, Media } from '../../media/sdp/declarative.ts';

export interface VideoPlan {
  readonly media: Media;
  readonly format: Format;
}

export interface AudioPlan extends VideoPlan {
  readonly track: AudioTrack;
  /** For AAC: how its packets are laid out, and a frame's length in RTP ticks. */
  readonly aac?: { readonly sizes: AuHeaderSizes; readonly frameTicks: number };
}

export interface MediaPlan {
  readonly video: VideoPlan;
  readonly audio?: AudioPlan;
  /** What the camera offers to send sound in where we can hand on none of it; our own names. */
  readonly unusedAudio: readonly AudioName[];
  /** Every payload type that the camera lists. */
  readonly payloadTypes: ReadonlySet<number>;
}

/** Kinds of sound by the names of their RTP payload formats; all that nobody sends are `other`. */
const audioNames = {
  'MP4A-LATM': 'LATM',
  'MPEG4-GENERIC': 'AAC',
  OPUS: 'Opus',
  L16: 'L16',
  L8: 'L8',
  'G726-16': 'G.726',
  'G726-24': 'G.726',
  'G726-32': 'G.726',
  'G726-40': 'G.726',
  'AAL2-G726-32': 'G.726',
  G722: 'G.722',
  PCMU: 'G.711',
  PCMA: 'G.711',
} as const;

/** What a camera's sound comes in. `AAC` and `G.711`: in a form that is not taken. */
export type AudioName = (typeof audioNames)[keyof typeof audioNames] | 'other';

/** Picks the first H.264 stream and the first audio we can hand on. @throws RtspFault if there is no such video */
export function planMedia(description: Description): MediaPlan {
  const video = first(description, 'video', planVideo);
  if (video === undefined) throw new RtspFault(whyNoVideo(description));
  const audio = first(description, 'audio', planAudio);
  const payloadTypes = new Set(description.media.flatMap((media) => media.payloadTypes));
  const base = { video, payloadTypes };
  if (audio !== undefined) return { ...base, audio, unusedAudio: [] };
  return { ...base, unusedAudio: namesOfAudio(description) };
}

function namesOfAudio({ media }: Description): readonly AudioName[] {
  const known: Readonly<Record<string, AudioName>> = audioNames;
  const found = media
    .filter(({ kind }) => kind === 'audio')
    .flatMap(({ formats }) =>
      formats.length === 0 ? ['other' as const] : formats.map(({ encoding }) => nameOf(encoding)),
    );
  return [...new Set(found)];

  function nameOf(encoding: string): AudioName {
    return Object.hasOwn(known, encoding) ? (known[encoding] ?? 'other') : 'other';
  }
}

function first<Plan>(
  description: Description,
  kind: Media['kind'],
  plan: (media: Media, format: Format) => Plan | undefined,
): Plan | undefined {
  for (const media of description.media) {
    if (media.kind !== kind) continue;
    for (const format of media.formats) {
      const found = plan(media, format);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** What the camera offers instead, if that is one thing. */
function whyNoVideo({ media }: Description): FaultReason {
  const videos = media.filter(({ kind }) => kind === 'video');
  if (videos.some(({ encrypted }) => encrypted)) return 'srtp';
  const encodings = videos.flatMap(({ formats }) => formats.map(({ encoding }) => encoding));
  if (encodings.some((one) => one === 'H265' || one === 'HEVC')) return 'only-h265';
  return encodings.includes('JPEG') ? 'only-mjpeg' : 'no-video';
}

/** Mode 2 (interleaved, RFC 6184 §6.4) sends NAL units out of order: no camera is known to. */
function planVideo(media: Media, format: Format): VideoPlan | undefined {
  if (
    media.encrypted ||
    format.encoding !== 'H264' ||
    format.parameters.get('packetization-mode') === '2'
  ) {
    return undefined;
  }
  return { media, format };
}

function planAudio(media: Media, format: Format): AudioPlan | undefined {
  const { encoding, clockRate, channels, parameters } = format;
  if (encoding === 'PCMU' || encoding === 'PCMA') {
    if (clockRate !== 8_000 || channels !== 1) return undefined;
    const codec = encoding === 'PCMU' ? 'pcmu' : 'pcma';
    return { media, format, track: Object.freeze({ codec, sampleRate: 8_000, channels: 1 }) };
  }
  if (encoding !== 'MPEG4-GENERIC') return undefined;
  const config = Uint8Array.from(Buffer.from(parameters.get('config') ?? '', 'hex'));
  const aac = parseAacConfig(config);
  const sizes = auHeaderSizes(parameters);
  if (aac === undefined || sizes === undefined || config.length > 64) return undefined;
  const { sampleRate, channels: count, frameSamples } = aac;
  return {
    media,
    format,
    track: Object.freeze({ codec: 'aac', sampleRate, channels: count, config }),
    aac: { sizes, frameTicks: (frameSamples * clockRate) / sampleRate },
  };
}

/** What a camera leaves out is as in mode AAC-hbr (RFC 3640 §3.3.6). */
function auHeaderSizes(parameters: ReadonlyMap<string, string>): AuHeaderSizes | undefined {
  const bits = (name: string, hbr: number): number => {
    const text = parameters.get(name) ?? String(hbr);
    return /^\d{1,2}$/.test(text) && Number(text) <= 32 ? Number(text) : -1;
  };
  const size = bits('sizelength', 13);
  const index = bits('indexlength', 3);
  const indexDelta = bits('indexdeltalength', 3);
  return size > 0 && index >= 0 && indexDelta >= 0 ? { size, index, indexDelta } : undefined;
}
