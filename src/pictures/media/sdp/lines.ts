/** Lines that session descriptions of every kind have (RFC 8866). */

const eol = '\r\n';

/** The payload types that need no rtpmap, as far as they are known here (RFC 3551 §6). */
export const staticTypes = { pcmu: 0, pcma: 8, jpeg: 26 } as const;

/** What they stand for, as in an rtpmap. */
export const staticFormats: Readonly<Record<number, string>> = {
  [staticTypes.pcmu]: 'PCMU/8000',
  [staticTypes.pcma]: 'PCMA/8000',
  [staticTypes.jpeg]: 'JPEG/90000',
};

/**
 * Returns the parameters of an a=fmtp, in its order: names in lower case, and values. A part without `=` is
 * left out.
 */
export function parametersOf(fmtp: string): [name: string, value: string][] {
  return fmtp.split(';').flatMap((part): [string, string][] => {
    const equals = part.indexOf('=');
    if (equals <= 0) return [];
    return [[part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim()]];
  });
}

/** The first lines: which session it is, and that it has no end. */
export const sessionLines: readonly string[] = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0'];

/** One payload type with what is said of it. */
export interface WrittenFormat {
  readonly payloadType: number;
  /** `H264/90000`. */
  readonly rtpmap?: string | undefined;
  readonly fmtp?: string | undefined;
  readonly feedback?: readonly string[];
}

/** Returns what is said of a payload type: a=rtpmap, a=rtcp-fb, a=fmtp. */
export function formatLines({ payloadType, rtpmap, fmtp, feedback = [] }: WrittenFormat): string[] {
  return [
    ...(rtpmap ? [`a=rtpmap:${payloadType} ${rtpmap}`] : []),
    ...feedback.map((what) => `a=rtcp-fb:${payloadType} ${what}`),
    ...(fmtp ? [`a=fmtp:${payloadType} ${fmtp}`] : []),
  ];
}

/** Returns the lines as one text, its end included. */
export const joinLines = (lines: readonly string[]): string => `${lines.join(eol)}${eol}`;
