/**
 * Reads what a sender says it can send, as in RTSP: the few lines of its SDP that matter here (RFC 8866, RFC
 * 6184 §8.2.3). It is lenient, since firmware is; `offer-answer.ts` reads offers and answers of displays, to
 * the letter.
 */
import { limits } from '../limits.ts';
import { parametersOf, staticFormats } from './lines.ts';

/** One way of sending one stream. */
export interface Format {
  readonly payloadType: number;
  /** Upper case: H264, MPEG4-GENERIC, PCMU, … */
  readonly encoding: string;
  readonly clockRate: number;
  readonly channels: number;
  /** Parameters of a=fmtp; names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

export interface Media {
  readonly kind: 'video' | 'audio';
  readonly formats: readonly Format[];
  /** Every payload type of its m= line, known or not. */
  readonly payloadTypes: readonly number[];
  /** By SRTP (RFC 3711): its key stands here (RFC 4567, RFC 4568). */
  readonly encrypted: boolean;
  /** a=control as it stands; empty if there is none. */
  readonly control: string;
}

export interface Description {
  readonly media: readonly Media[];
  /** Session-level a=control. */
  readonly control: string;
}

/** One section of an SDP, split once: everything before the first m= line, or an m= line and what follows it. */
interface Section {
  /** The fields of its first line. */
  readonly fields: readonly string[];
  /** The payload types of an m= line, each once. */
  readonly types: ReadonlySet<string>;
  /** By name, the first of each: `control`, `rtpmap:96`, … */
  readonly attributes: ReadonlyMap<string, string>;
  /** Those of a=fmtp, by payload type. */
  readonly parameters: ReadonlyMap<string, Format['parameters']>;
}

/**
 * Reads an SDP, each line of it once. Audio towards the camera (a=sendonly) and sections that are neither
 * video nor audio are left out. Cameras mark their own video so, too: no camera has a screen, so that is
 * taken. Returns undefined beyond the limits, or if no line of it is of an SDP (a page, nothing at all).
 */
export function parseDeclaration(text: string): Description | undefined {
  if (!/^[ \t]*[vm]=/m.test(text)) return undefined;
  const parts = text.split(/^[ \t]*m=/m, 2 + limits.mediaLines);
  if (parts.length > 1 + limits.mediaLines || linesOf(text).length > limits.sdpLines) {
    return undefined;
  }
  const all = parts.map(parseSection);
  const [session, ...sections] = all;
  return {
    control: session?.attributes.get('control') ?? '',
    media: sections.flatMap((section) => parseMedia(section, all)),
  };
}

/** Name, payload type and value (RFC 8866 §5.13, §6.6, §6.15), with blanks as cameras set them. */
const attributeLine = /^a=(?:(rtpmap|fmtp):[ \t]{0,9}(\d{1,3})[ \t]|([^:]+):?)(.*)/;

const linesOf = (text: string): readonly string[] =>
  text.split(/\r?\n/, 1 + limits.sdpLines).map((line) => line.trimStart());

function parseSection(text: string): Section {
  const [first = '', ...lines] = linesOf(text);
  const fields = first.trim().split(/\s+/, 3 + limits.payloadTypes);
  const types = fields.slice(3).filter((type) => /^\d{1,3}$/.test(type) && Number(type) < 128);
  const attributes = new Map<string, string>();
  const parameters = new Map<string, Format['parameters']>();
  for (const line of lines) {
    const [, ofType, of, other, value = ''] = attributeLine.exec(line) ?? [];
    const name = ofType ?? other ?? '';
    if (name === 'fmtp' && of !== undefined) {
      if (!parameters.has(of)) parameters.set(of, new Map(parametersOf(value)));
    } else {
      const key = of === undefined ? name.trimEnd() : `${name}:${of}`;
      if (!attributes.has(key)) attributes.set(key, value.trim());
    }
  }
  return { fields, types: new Set(types), attributes, parameters };
}

function parseMedia(section: Section, all: readonly Section[]): Media[] {
  const { fields, types, attributes } = section;
  const [kind, , protocol = ''] = fields;
  if (kind !== 'video' && kind !== 'audio') return [];
  if (kind === 'audio' && attributes.has('sendonly')) return [];
  const formats = [...types].flatMap((type) => parseFormat(type, section, all));
  const payloadTypes = [...types].map(Number);
  const isSecure = /^RTP\/SAVPF?$/i.test(protocol);
  const encrypted = isSecure && (attributes.has('crypto') || attributes.has('key-mgmt'));
  const control = attributes.get('control') ?? '';
  return [{ kind, formats, payloadTypes, encrypted, control }];
}

/** Returns what explains a payload type: from its own section or, with some cameras, from one that has no such type. */
function explained<Found>(
  type: string,
  [own, all]: readonly [Section, readonly Section[]],
  find: (section: Section) => Found | undefined,
): Found | undefined {
  const others = all.filter(({ types }) => !types.has(type));
  return [own, ...others].map(find).find((found) => found !== undefined);
}

function parseFormat(type: string, own: Section, all: readonly Section[]): Format[] {
  const payloadType = Number(type);
  const where = [own, all] as const;
  const map =
    explained(type, where, ({ attributes }) => attributes.get(`rtpmap:${type}`)) ??
    staticFormats[payloadType];
  const [, encoding, rate, channels] =
    /^([\w.-]{1,64})(?:\/(\d{1,7})(?:\/(\d{1,2}))?)?\s{0,9};?$/.exec(map ?? '') ?? [];
  // All video has one rate (RFC 3551 §5); that of sound is unknown.
  const clockRate = Number(rate ?? (own.fields[0] === 'video' ? 90_000 : 0));
  if (encoding === undefined || clockRate === 0) return [];
  return [
    {
      payloadType,
      encoding: encoding.toUpperCase(),
      clockRate,
      channels: Number(channels ?? 1),
      parameters: explained(type, where, ({ parameters }) => parameters.get(type)) ?? new Map(),
    },
  ];
}
