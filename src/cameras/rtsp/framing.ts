/** Cuts a byte stream into RTSP messages and interleaved frames (RFC 2326 §4, §10.12). */
import { RtspFault } from './fault.ts';
import { limits } from './limits.ts';

/** A response, or a request made by the camera. */
export interface Message {
  readonly startLine: string;
  /** Names in lower case; each value a line. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Buffer;
}

export interface FramingHandlers {
  message(message: Message): void;
  /** `payload` is a view into the network buffer: copy what must outlive it. */
  frame(channel: number, payload: Buffer): void;
}

const DOLLAR = 0x24;
const CR = 0x0d;
const LF = 0x0a;
const endOfHead = Buffer.from('\r\n\r\n');
const startLine = /^(?:RTSP\/1\.\d \d{3}(?: .*)?|[A-Z_]{1,32} \S+ RTSP\/1\.\d)$/;
const empty = Buffer.alloc(0);

export class Framing {
  readonly #handlers: FramingHandlers;
  #rest: Buffer = empty;

  constructor(handlers: FramingHandlers) {
    this.#handlers = handlers;
  }

  /** Takes the next bytes. @throws RtspFault `malformed`; the stream is of no use afterwards. */
  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (at < bytes.length) {
      const taken = this.#take(bytes, at);
      if (taken === 0) break;
      at += taken;
    }
    this.#rest = at < bytes.length ? bytes.subarray(at) : empty;
  }

  /** How many bytes the item at `at` took; 0 when it is not whole yet. */
  #take(bytes: Buffer, at: number): number {
    const first = bytes[at];
    if (first === DOLLAR) {
      if (bytes.length - at < 4) return 0;
      const end = 4 + bytes.readUInt16BE(at + 2);
      if (bytes.length - at < end) return 0;
      this.#handlers.frame(bytes[at + 1] ?? 0, bytes.subarray(at + 4, at + end));
      return end;
    }
    // Some cameras put an empty line after a body.
    if (first === CR || first === LF) return 1;
    // A capital letter begins every start line: anything else is found out before 16 KB of it came.
    if (first === undefined || first < 0x41 || first > 0x5a) throw new RtspFault('malformed');
    return this.#takeMessage(bytes, at);
  }

  #takeMessage(bytes: Buffer, at: number): number {
    const headEnd = bytes.indexOf(endOfHead, at);
    if ((headEnd < 0 ? bytes.length : headEnd) - at > limits.headBytes) {
      throw new RtspFault('malformed');
    }
    if (headEnd < 0) return 0;
    const lines = bytes.toString('latin1', at, headEnd).split('\r\n');
    const first = lines.shift() ?? '';
    if (!startLine.test(first)) throw new RtspFault('malformed');
    const headers = parseHeaders(lines);
    const bodyStart = headEnd + endOfHead.length;
    const length = bodyLength(headers.get('content-length'));
    if (bytes.length < bodyStart + length) return 0;
    this.#handlers.message({
      startLine: first,
      headers,
      body: bytes.subarray(bodyStart, bodyStart + length),
    });
    return bodyStart + length - at;
  }
}

function parseHeaders(lines: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) throw new RtspFault('malformed');
    const name = line.slice(0, colon).trim().toLowerCase();
    const values = headers.get(name) ?? [];
    values.push(line.slice(colon + 1).trim());
    headers.set(name, values);
  }
  return headers;
}

function bodyLength(values: readonly string[] | undefined): number {
  if (values === undefined) return 0;
  const [value = ''] = values;
  const length = /^\d{1,9}$/.test(value) ? Number(value) : -1;
  if (length < 0 || length > limits.bodyBytes || values.some((other) => other !== value)) {
    throw new RtspFault('malformed');
  }
  return length;
}
