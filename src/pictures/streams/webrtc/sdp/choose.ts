/** Which of a display's m-lines and formats carry what the camera has. */
import type { Tracks } from '../../../media/unit.ts';
import { Failure } from '../../../../common/failures.ts';
import { parametersOf, staticTypes } from '../../../media/sdp/lines.ts';
import type { Description, Format, Section, Transport } from '../../../media/sdp/offer-answer.ts';

/** One m-line of the display that will carry media, with the one format used on it. */
export interface Chosen {
  readonly section: Section;
  readonly format: Format;
}

export interface Choice {
  readonly video: Chosen;
  readonly audio?: Chosen;
  readonly transport: Transport;
  readonly candidates: readonly string[];
}

/**
 * Chooses from the display's offer.
 * @throws Failure `bad-request` when no m-line can take H.264 (RFC 6184), or ICE, DTLS or rtcp-mux
 *   are missing from it.
 */
export function choose(offer: Description, tracks: Tracks): Choice {
  const video = chooseVideo(offer, tracks.video.profileLevelId);
  if (!video) throw new Failure('bad-request', 'the offer has no m-line that can receive H.264');
  if (!video.section.rtcpMux) throw new Failure('bad-request', 'the offer does not use rtcp-mux');
  const shared = new Set(offer.bundle.includes(video.section.mid) ? offer.bundle : []);
  const bundled = offer.sections.filter(({ mid }) => shared.has(mid));
  const tagged = bundled.find(({ mid }) => mid === offer.bundle[0]);
  const transport = video.section.transport ?? tagged?.transport;
  if (!transport)
    throw new Failure('bad-request', 'the offer has no ICE credentials or fingerprint');
  const audio = chooseAudio(bundled, tracks);
  const candidates = [video.section, ...bundled].flatMap((section) => section.candidates);
  return { video, ...(audio ? { audio } : {}), transport, candidates: [...new Set(candidates)] };
}

/** Whether the display can be sent something on this m-line. */
export function receives(section: Section): boolean {
  const wants = section.direction === 'sendrecv' || section.direction === 'recvonly';
  return wants && !section.rejected && section.proto.endsWith('RTP/SAVPF');
}

function chooseVideo(offer: Description, streamProfile: string): Chosen | undefined {
  for (const section of offer.sections) {
    if (section.kind !== 'video' || !receives(section)) continue;
    const ranked = (mode: (format: Format) => boolean) =>
      section.formats
        .filter(mode)
        .toSorted(
          (a, b) => distance(profileOf(a), streamProfile) - distance(profileOf(b), streamProfile),
        );
    const [format] = [...ranked(isH264Mode1), ...ranked(isH264Mode0)];
    if (format) return { section, format };
  }
  return undefined;
}

function chooseAudio(bundled: readonly Section[], tracks: Tracks): Chosen | undefined {
  const codec = tracks.audio?.codec;
  if (codec !== 'pcmu' && codec !== 'pcma') return undefined;
  for (const section of bundled) {
    if (section.kind !== 'audio' || !receives(section) || !section.rtcpMux) continue;
    const format = section.formats.find((candidate) => isG711(candidate, codec));
    if (format) return { section, format };
  }
  return undefined;
}

function isG711(format: Format, codec: 'pcmu' | 'pcma'): boolean {
  // RFC 3551 §6: both have static numbers, and may come without rtpmap.
  if (format.rtpmap === undefined) return format.payloadType === staticTypes[codec];
  return new RegExp(`^${codec}/8000(/1)?$`, 'i').test(format.rtpmap);
}

const isH264 = ({ rtpmap = '' }: Format): boolean => /^h264\/90000$/i.test(rtpmap);

/** Whether this format is H.264 with packetization-mode 1, the one that allows fragments. */
export function isH264Mode1(format: Format): boolean {
  return isH264(format) && parameter(format, 'packetization-mode') === '1';
}

/**
 * Whether this format is H.264 with packetization-mode 0, which is also meant if none is named
 * (RFC 6184 §8.1). A display that names nothing else is one that says little of itself rather than
 * one that can do little: no depacketizer in use looks at the mode, and a camera's pictures in
 * datagrams of their own size would not arrive. So it is answered as it asked, and gets NAL units
 * that fit a datagram whole, larger ones in fragments.
 */
function isH264Mode0(format: Format): boolean {
  return isH264(format) && (parameter(format, 'packetization-mode') ?? '0') === '0';
}

function profileOf(format: Format): string {
  // RFC 6184 §8.1: without the parameter it is Baseline at level 1.
  return (parameter(format, 'profile-level-id') ?? '42000a').toLowerCase();
}

function parameter(format: Format, name: string): string | undefined {
  return parametersOf(format.fmtp ?? '').find(([key]) => key === name)?.[1];
}

const profileIdc = { constrainedBaseline: '42', main: '4d', high: '64' };

/** How far an offered profile is from the stream's; 0 is the same. */
function distance(offered: string, stream: string): number {
  const [theirs, ours] = [offered.slice(0, 2), stream.toLowerCase().slice(0, 2)];
  if (theirs === ours) return offered.slice(2, 4) === stream.toLowerCase().slice(2, 4) ? 0 : 1;
  // A High decoder also decodes Main.
  if (ours === profileIdc.main && theirs === profileIdc.high) return 2;
  return theirs === profileIdc.constrainedBaseline ? 3 : 4;
}
