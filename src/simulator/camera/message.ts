/** RTSP messages (RFC 2326): requests read bit by bit with limits, responses written. */

export interface Request {
  readonly method: string;
  readonly uri: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

export interface Response {
  readonly status: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
}

/** What a client sent: a request, or an interleaved frame (§10.12). */
export type Incoming =
  | { readonly kind: 'request'; readonly request: Request }
  | { readonly kind: 'frame'; readonly channel: number };

/** The client did not speak RTSP; `status` is what it is answered. */
export class BadMessage extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`bad message: ${status}`);
    this.status = status;
  }
}

export const maxHead = 8 * 1024;
export const maxBody = 64 * 1024;

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  302: 'Moved Temporarily',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  454: 'Session Not Found',
  455: 'Method Not Valid in This State',
  459: 'Aggregate Operation Not Allowed',
  461: 'Unsupported Transport',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  505: 'RTSP Version Not Supported',
};

const requestLine = /^([A-Z_]{1,32}) (\S{1,2048}) RTSP\/(\d\.\d)$/;
const headerLine = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/;

function parseHead(head: string): Request {
  const [first = '', ...lines] = head.split('\r\n');
  const [, method, uri, version] = requestLine.exec(first) ?? [];
  if (!method || !uri) throw new BadMessage(400);
  if (version !== '1.0') throw new BadMessage(505);
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = headerLine.exec(line) ?? [];
    if (!name || value === undefined) throw new BadMessage(400);
    headers.set(name.toLowerCase(), value);
  }
  return { method, uri, headers };
}

function bodyLength(headers: ReadonlyMap<string, string>): number {
  const text = headers.get('content-length') ?? '0';
  if (!/^\d{1,9}$/.test(text)) throw new BadMessage(400);
  const length = Number(text);
  if (length > maxBody) throw new BadMessage(413);
  return length;
}

/** Puts the pieces of one connection together. Bodies are read and dropped: none is needed. */
export class MessageReader {
  #buffer: Buffer = Buffer.alloc(0);

  /** Yields what the bytes so far complete, in order. @throws BadMessage: nothing after it makes sense. */
  *push(bytes: Buffer): Generator<Incoming> {
    this.#buffer = this.#buffer.length > 0 ? Buffer.concat([this.#buffer, bytes]) : bytes;
    for (;;) {
      const next = this.#buffer[0] === 0x24 ? this.#frame() : this.#request();
      if (!next) return;
      yield next;
    }
  }

  #frame(): Incoming | undefined {
    if (this.#buffer.length < 4) return undefined;
    const size = 4 + this.#buffer.readUInt16BE(2);
    if (this.#buffer.length < size) return undefined;
    const channel = this.#buffer.readUInt8(1);
    this.#buffer = this.#buffer.subarray(size);
    return { kind: 'frame', channel };
  }

  #request(): Incoming | undefined {
    // Empty lines before a request are ignored, as in HTTP.
    while (this.#buffer[0] === 13 || this.#buffer[0] === 10)
      this.#buffer = this.#buffer.subarray(1);
    const end = this.#buffer.subarray(0, maxHead).indexOf('\r\n\r\n');
    if (end < 0) {
      if (this.#buffer.length >= maxHead) throw new BadMessage(400);
      return undefined;
    }
    const request = parseHead(this.#buffer.toString('latin1', 0, end));
    const size = end + 4 + bodyLength(request.headers);
    if (this.#buffer.length < size) return undefined;
    this.#buffer = this.#buffer.subarray(size);
    return { kind: 'request', request };
  }
}

/** Writes a response; `cseq` is the request's, if it had one. */
export function render(response: Response, cseq: string | undefined): string {
  const { status, headers = [], body = '' } = response;
  const lines = [`RTSP/1.0 ${status} ${reasons[status] ?? 'Status'}`];
  if (cseq !== undefined) lines.push(`CSeq: ${cseq}`);
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  if (body) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
