/**
 * What an RTSP message is made of, for whoever reads one (RFC 2326 §4): where its head ends, its headers, how long
 * its body is. How much of that is too much, and what is to happen if it is wrong, each reader decides: the
 * bridge bears with cameras (cameras/rtsp/framing.ts), a simulated camera with nobody.
 */

/** A request or a response. */
export interface Message {
  readonly startLine: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Names in lower case; each value a line. */
export type Headers = ReadonlyMap<string, readonly string[]>;

export const CR = 0x0d;
export const LF = 0x0a;

/**
 * Returns where the head that begins at `at` ends, and where its body begins; -1 if it has not come whole. No
 * further than `most` bytes are looked at. An empty line ends it, which RFC 2326 §4 asks receivers to take without
 * CR, too.
 */
export function findHead(
  bytes: Buffer,
  at: number,
  most: number,
): readonly [end: number, body: number] {
  for (let line = bytes.indexOf(LF, at); line >= 0 && line <= at + most + 1;) {
    if (bytes[line + 1] === LF) return [line, line + 2];
    const isCrLf = bytes[line - 1] === CR && line > at;
    if (isCrLf && bytes[line + 1] === CR && bytes[line + 2] === LF) return [line - 1, line + 3];
    line = bytes.indexOf(LF, line + 1);
  }
  return [-1, -1];
}

/** Reads the headers in the lines below the first. What is no header says nothing. */
export function parseHeaders(lines: readonly string[]): Headers {
  const headers = new Map<string, string[]>();
  let last: string[] | undefined;
  for (const line of lines) {
    // A line that goes on (RFC 2326 §4.2, as RFC 822 has it).
    if (/^[ \t]/.test(line) && last !== undefined) {
      last.push([last.pop() ?? '', line.trim()].filter((part) => part !== '').join(' '));
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (name === '') continue;
    const values = headers.get(name) ?? [];
    values.push(line.slice(colon + 1).trim());
    headers.set(name, values);
    last = values;
  }
  return headers;
}

/** Returns the last value of each header, for readers to whom a header that comes twice means nothing. */
export function lastValues(headers: Headers): Map<string, string> {
  return new Map([...headers].map(([name, values]) => [name, values.at(-1) ?? '']));
}

/** Returns the bytes of the body: 0 if none is announced, undefined if what is announced is no one number. */
export function bodyLength(headers: Headers): number | undefined {
  const [value = '0', ...others] = headers.get('content-length') ?? [];
  const agreed = others.every((other) => other === value);
  return agreed && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
