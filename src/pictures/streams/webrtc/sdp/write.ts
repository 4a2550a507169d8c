/** Writes the session descriptions that displays get to see (RFC 8866, RFC 9429). */
import type { Choice, Chosen } from './choose.ts';
import { formatLines, joinLines, sessionLines } from '../../../media/sdp/lines.ts';
import {
  type Description,
  type Format,
  type Section,
  type Transport,
  transportLines,
} from '../../../media/sdp/offer-answer.ts';

/** What identifies the packets of one track. */
export interface Sender {
  readonly ssrc: number;
  readonly cname: string;
}

export interface Local {
  readonly transport: Transport;
  /** Candidate lines without `a=`. */
  readonly candidates: readonly string[];
  readonly video: Sender;
  readonly audio: Sender;
}

/** Writes our answer: the display's m-lines in its order with its mids, ours to send only. */
export function writeAnswer(offer: Description, choice: Choice, local: Local): string {
  const inBundle = new Set(
    offer.bundle.includes(choice.video.section.mid) ? offer.bundle : [choice.video.section.mid],
  );
  const lives = (section: Section): boolean =>
    inBundle.has(section.mid) &&
    !section.rejected &&
    section.proto.endsWith('RTP/SAVPF') &&
    section.formats.length > 0;
  const living = offer.sections.filter(lives).map((section) => section.mid);
  const order = offer.bundle.length > 0 ? offer.bundle.filter((mid) => living.includes(mid)) : [];
  const tag = order[0] ?? choice.video.section.mid;
  const sections = offer.sections.map((section) => {
    if (!lives(section)) return refused(section);
    const candidates = section.mid === tag ? local.candidates : [];
    const chosen = [choice.video, choice.audio].find((one) => one?.section === section);
    return chosen
      ? sending(section, [chosen.format], local, candidates)
      : inactive(section, local.transport, candidates);
  });
  return joinLines([...session(order), ...sections.flat()]);
}

/** Our offer: one m-line for each track we have. */
export function writeOffer(tracks: readonly Chosen[], local: Local): string {
  const sections = tracks.map((track, index) =>
    sending(track.section, track.section.formats, local, index === 0 ? local.candidates : []),
  );
  return joinLines([...session(tracks.map(({ section }) => section.mid)), ...sections.flat()]);
}

function session(bundle: readonly string[]): string[] {
  return [
    ...sessionLines,
    ...(bundle.length > 0 ? [`a=group:BUNDLE ${bundle.join(' ')}`] : []),
    'a=msid-semantic: WMS',
  ];
}

function sending(
  section: Section,
  formats: readonly Format[],
  local: Local,
  candidates: readonly string[],
): string[] {
  const sender = section.kind === 'video' ? local.video : local.audio;
  const stream = `${sender.cname} ${section.kind}`;
  return [
    ...head(section, formats, 'sendonly', local.transport),
    `a=msid:${stream}`,
    `a=ssrc:${sender.ssrc} cname:${sender.cname}`,
    `a=ssrc:${sender.ssrc} msid:${stream}`,
    ...gathered(candidates),
  ];
}

function inactive(section: Section, transport: Transport, candidates: readonly string[]): string[] {
  const [format] = section.formats;
  return format
    ? [...head(section, [format], 'inactive', transport), ...gathered(candidates)]
    : refused(section);
}

function head(
  section: Section,
  formats: readonly Format[],
  direction: 'sendonly' | 'inactive',
  transport: Transport,
): string[] {
  const numbers = formats.map(({ payloadType }) => payloadType).join(' ');
  return [
    `m=${section.media} 9 ${section.proto} ${numbers}`,
    'c=IN IP4 0.0.0.0',
    'a=rtcp:9 IN IP4 0.0.0.0',
    ...transportLines(transport),
    ...name(section),
    `a=${direction}`,
    'a=rtcp-mux',
    ...formats.flatMap(formatLines),
  ];
}

/** A display that gives its m-lines no names (RFC 5888) does not look for any. */
function name({ named, mid }: Section): string[] {
  return named ? [`a=mid:${mid}`] : [];
}

function gathered(candidates: readonly string[]): string[] {
  if (candidates.length === 0) return [];
  return [...candidates.map((candidate) => `a=${candidate}`), 'a=end-of-candidates'];
}

function refused(section: Section): string[] {
  return [
    `m=${section.media} 0 ${section.proto} ${section.formatWords.join(' ')}`,
    'c=IN IP4 0.0.0.0',
    ...name(section),
    'a=inactive',
  ];
}
