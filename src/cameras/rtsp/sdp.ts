/** What a camera says it can send: the few lines of its SDP that matter here (RFC 8866). */
import { RtspFault } from './fault.ts';
import { limits } from './limits.ts';

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
  /** By SRTP (RFC 3711): its key is told here (RFC 4567, RFC 4568). */
  readonly encrypted: boolean;
  /** a=control as it stands; empty when there is none. */
  readonly control: string;
}

export interface Description {
  readonly media: readonly Media[];
  /** Session-level a=control. */
  readonly control: string;
}

/** Payload types that need no rtpmap (RFC 3551 §6). */
const wellKnown: Readonly<Record<number, string>> = {
  0: 'PCMU/8000',
  8: 'PCMA/8000',
  26: 'JPEG/90000',
};

/**
 * Reads an SDP. Audio towards the camera (a=sendonly) and what is neither video nor audio are left out. Cameras
 * mark their own video so, too: no camera has a screen, so that is taken.
 * @throws RtspFault `malformed` beyond the limits
 */
export function parseSdp(text: string): Description {
  const [session = '', ...sections] = text.split(/^m=/m);
  if (sections.length > limits.mediaLines) throw new RtspFault('malformed');
  return {
    control: attribute(session, 'control') ?? '',
    media: sections.flatMap((section) => parseMedia(section, [session, ...sections])),
  };
}

function parseMedia(section: string, all: readonly string[]): Media[] {
  const kind = fieldsOf(section)[0];
  if (kind !== 'video' && kind !== 'audio') return [];
  if (kind === 'audio' && /^a=sendonly\s*$/m.test(section)) return [];
  const types = typesOf(section);
  const formats = types.flatMap((type) => parseFormat(whereOf(type, section, all), type));
  const payloadTypes = types.map(Number);
  const secure = /^RTP\/SAVPF?$/i.test(fieldsOf(section)[2] ?? '');
  const encrypted = secure && /^a=(?:crypto|key-mgmt):/m.test(section);
  const control = attribute(section, 'control') ?? '';
  return [{ kind, formats, payloadTypes, encrypted, control }];
}

const fieldsOf = (section: string): readonly string[] =>
  (section.split(/\r?\n/, 1)[0] ?? '').trim().split(/\s+/);

/** The payload types of an m= line. */
const typesOf = (section: string): readonly string[] =>
  fieldsOf(section)
    .slice(3, 3 + 32)
    .filter((type) => /^\d{1,3}$/.test(type) && Number(type) < 128);

/** Where a payload type is explained: in its own section or, with some cameras, in one that has no such type. */
function whereOf(type: string, own: string, all: readonly string[]): string {
  return [own, ...all.filter((other) => !typesOf(other).includes(type))].join('\r\n');
}

function parseFormat(section: string, type: string): Format[] {
  const payloadType = Number(type);
  const map = attribute(section, `rtpmap:${type}`, ' ') ?? wellKnown[payloadType];
  const [, encoding, rate, channels] =
    /^([\w.-]+)\/(\d{1,7})(?:\/(\d{1,2}))?\s*$/.exec(map ?? '') ?? [];
  if (encoding === undefined || Number(rate) === 0) return [];
  return [
    {
      payloadType,
      encoding: encoding.toUpperCase(),
      clockRate: Number(rate),
      channels: Number(channels ?? 1),
      parameters: parseParameters(attribute(section, `fmtp:${type}`, ' ') ?? ''),
    },
  ];
}

function attribute(section: string, name: string, separator = ':'): string | undefined {
  const start = `a=${name}${separator}`;
  for (const line of section.split(/\r?\n/)) {
    if (line.startsWith(start)) return line.slice(start.length).trim();
  }
  return undefined;
}

function parseParameters(text: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const part of text.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0) {
      parameters.set(part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim());
    }
  }
  return parameters;
}

/** a=control against its base, as cameras mean it: appended, not resolved (RFC 2326 §C.1.1). */
export function controlUri(base: string, control: string): string {
  if (control === '' || control === '*') return base;
  if (/^rtsps?:\/\//i.test(control)) return control;
  return `${base}${base.endsWith('/') ? '' : '/'}${control.replace(/^\//, '')}`;
}
