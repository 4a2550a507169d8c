/**
 * Reads one side's session description in offer and answer (RFC 8866, RFC 3264) into checked values, to the
 * letter; `declarative.ts` reads what cameras say of themselves.
 *
 * The text comes from anywhere and the native WebRTC library never sees it: what that gets is written anew
 * from these values. So everything kept here has a known form.
 */
import { isIP } from 'node:net';
import { Failure } from '../../../common/failures.ts';

export type Direction = (typeof directions)[number];

/** The ICE and DTLS facts of one side (RFC 8839 §5.4, RFC 8842 §5). */
export interface Transport {
  readonly ufrag: string;
  readonly password: string;
  /** Hash function and value, as in `a=fingerprint`. */
  readonly fingerprint: string;
  readonly setup: 'actpass' | 'active' | 'passive';
}

/** Returns the lines that say them. */
export const transportLines = ({ ufrag, password, fingerprint, setup }: Transport): string[] => [
  `a=ice-ufrag:${ufrag}`,
  `a=ice-pwd:${password}`,
  `a=fingerprint:${fingerprint}`,
  `a=setup:${setup}`,
];

/** One payload type with what the description says of it. */
export interface Format {
  readonly payloadType: number;
  /** `H264/90000`, as written; undefined if only the static number was given. */
  readonly rtpmap?: string;
  readonly fmtp?: string;
  readonly feedback: readonly string[];
}

/** One m-line. */
export interface Section {
  readonly kind: 'audio' | 'video' | 'application' | 'other';
  /** The media, protocol and format words of the m-line, to write a refusal of it. */
  readonly media: string;
  readonly proto: string;
  readonly formatWords: readonly string[];
  /** Its name; if it has none, a made-up one that no description can hold. */
  readonly mid: string;
  /** Whether the description says that name. */
  readonly named: boolean;
  readonly rejected: boolean;
  readonly direction: Direction;
  readonly rtcpMux: boolean;
  readonly formats: readonly Format[];
  readonly transport?: Transport;
  /** Candidate lines (without `a=`) with literal addresses over UDP; others are of no use to us. */
  readonly candidates: readonly string[];
}

export interface Description {
  readonly sections: readonly Section[];
  /** The mids of the first BUNDLE group, in its order. */
  readonly bundle: readonly string[];
}

const limits = { characters: 65_536, lines: 4_000, sections: 16, candidates: 100, formats: 128 };

const mLine =
  /^(\w{1,32}) (\d{1,5})(?:\/\d{1,5})? ([A-Za-z0-9/]{1,40}) ([\w.-]{1,40}(?: [\w.-]{1,40})*)$/;
const iceChars = /^[A-Za-z0-9+/]+$/;
const token = /^[\w.+-]{1,64}$/;
const fingerprintForm = /^sha-(256|384|512) ([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+)$/;
const fingerprintBytes: Readonly<Record<string, number>> = { '256': 32, '384': 48, '512': 64 };
const candidateForm =
  /^candidate:([A-Za-z0-9+/]{1,32}) ([12]) udp (\d{1,10}) (\S{2,45}) (\d{1,5}) typ (host|srflx|prflx|relay)(?: |$)/i;
const rtpmapForm = /^(\d{1,3}) ([\w-]{1,32}\/\d{1,6}(?:\/\d{1,2})?)$/;
const fmtpForm = /^(\d{1,3}) ([\x21-\x7e ]{1,512})$/;
const feedbackForm = /^(\d{1,3}|\*) (nack|nack pli|ccm fir)$/;
const directions = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const;

const refuse = (why: string): never => {
  throw new Failure('bad-request', `the session description ${why}`);
};

/**
 * @param text whatever the display sent
 * @throws Failure `bad-request` for anything that is not a session description of sane size.
 */
export function parseDescription(text: unknown): Description {
  if (typeof text !== 'string') return refuse('is not text');
  if (text.length > limits.characters) return refuse('is too long');
  // No more of them are made than it takes to say that there are too many.
  const lines = text.split(/\r\n|\n|\r/, limits.lines + 1);
  if (lines.length > limits.lines) return refuse('has too many lines');
  if (lines[0] !== 'v=0') return refuse('does not begin with v=0');

  const blocks: string[][] = [[]];
  for (const line of lines) {
    if (line.startsWith('m=')) blocks.push([]);
    blocks.at(-1)?.push(line);
  }
  const [session = [], ...media] = blocks;
  if (media.length === 0) return refuse('has no m-line');
  if (media.length > limits.sections) return refuse('has too many m-lines');
  if (lines.filter((line) => line.startsWith('a=candidate:')).length > limits.candidates) {
    return refuse('has too many candidates');
  }

  const sections = media.map((block, index) => readSection(block, session, index));
  if (new Set(sections.map((section) => section.mid)).size !== sections.length) {
    return refuse('uses a mid twice');
  }
  // A bundle consists of names (RFC 9143 §7.1): a section without one is in none.
  const mids = new Set(sections.filter(({ named }) => named).map((section) => section.mid));
  const group = attributes(session, 'group').find((value) => value.startsWith('BUNDLE '));
  const bundle = (group ?? '')
    .split(' ')
    .slice(1)
    .filter((mid) => mids.has(mid));
  return { sections, bundle };
}

function readSection(block: readonly string[], session: readonly string[], index: number): Section {
  const words = mLine.exec((block[0] ?? '').slice(2)) ?? refuse('has an m-line of unknown form');
  const [, media = '', port = '', proto = '', formatText = ''] = words;
  const [mid] = attributes(block, 'mid');
  if (mid !== undefined && !token.test(mid)) return refuse('has an m-line without a usable mid');
  const formatWords = formatText.split(' ');
  if (formatWords.length > limits.formats) return refuse('has too many formats');
  const isMedia = media === 'audio' || media === 'video';
  const transport = readTransport(block, session);
  return {
    kind: isMedia || media === 'application' ? media : 'other',
    media,
    proto,
    formatWords,
    mid: mid ?? `#${index}`,
    named: mid !== undefined,
    rejected: port === '0' && !block.includes('a=bundle-only'),
    direction: readDirection(block) ?? readDirection(session) ?? 'sendrecv',
    rtcpMux: block.includes('a=rtcp-mux'),
    formats: isMedia ? readFormats(block, formatWords) : [],
    ...(transport ? { transport } : {}),
    candidates: attributeLines(block, 'candidate').filter(isUsableCandidate),
  };
}

function readFormats(block: readonly string[], words: readonly string[]): Format[] {
  const table = (name: string, form: RegExp): Map<string, string> => {
    const found = attributes(block, name).flatMap((value) => {
      const match = form.exec(value);
      return match ? [[match[1] ?? '', match[2] ?? ''] as const] : [];
    });
    return new Map(found);
  };
  const rtpmaps = table('rtpmap', rtpmapForm);
  const fmtps = table('fmtp', fmtpForm);
  const feedbacks = attributes(block, 'rtcp-fb').flatMap((value) => {
    const match = feedbackForm.exec(value);
    return match ? [{ of: match[1], what: match[2] ?? '' }] : [];
  });
  const numbers = words.filter((word) => /^\d{1,3}$/.test(word) && Number(word) <= 127);
  return [...new Set(numbers)].map((word) => {
    const rtpmap = rtpmaps.get(word);
    const fmtp = fmtps.get(word);
    const feedback = feedbacks.filter(({ of }) => of === word || of === '*').map((f) => f.what);
    return {
      payloadType: Number(word),
      ...(rtpmap === undefined ? {} : { rtpmap }),
      ...(fmtp === undefined ? {} : { fmtp }),
      feedback: [...new Set(feedback)],
    };
  });
}

function readTransport(
  block: readonly string[],
  session: readonly string[],
): Transport | undefined {
  const one = (name: string, fits: (value: string) => boolean): string | undefined =>
    [...attributes(block, name), ...attributes(session, name)].find(fits);
  const ufrag = one('ice-ufrag', (value) => fitsIce(value, 4));
  const password = one('ice-pwd', (value) => fitsIce(value, 22));
  const fingerprint = one('fingerprint', fitsFingerprint);
  const setup = one('setup', (value) => /^(actpass|active|passive)$/.test(value));
  if (!ufrag || !password || !fingerprint) return undefined;
  return {
    ufrag,
    password,
    fingerprint: fingerprint.replace(/ .*/, (hex) => hex.toUpperCase()),
    setup: setup === 'active' || setup === 'passive' ? setup : 'actpass',
  };
}

function fitsIce(value: string, least: number): boolean {
  return value.length >= least && value.length <= 256 && iceChars.test(value);
}

function fitsFingerprint(value: string): boolean {
  const match = fingerprintForm.exec(value);
  return match !== null && match[2]?.split(':').length === fingerprintBytes[match[1] ?? ''];
}

function isUsableCandidate(line: string): boolean {
  const match = candidateForm.exec(line);
  if (!match) return false;
  const [, , component, priority, address = '', port] = match;
  const inRange = Number(priority) <= 0xffffffff && Number(port) > 0 && Number(port) <= 65_535;
  return component === '1' && inRange && isIP(address) !== 0;
}

function readDirection(block: readonly string[]): Direction | undefined {
  const found = block.map((line) => directions.find((one) => line === `a=${one}`));
  return found.find((direction) => direction !== undefined);
}

function attributeLines(block: readonly string[], name: string): string[] {
  const start = `a=${name}:`;
  return block.filter((line) => line.startsWith(start)).map((line) => line.slice(2));
}

function attributes(block: readonly string[], name: string): string[] {
  return attributeLines(block, name).map((line) => line.slice(name.length + 1));
}
