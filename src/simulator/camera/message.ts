/**
 * RTSP messages (RFC 2326): requests read bit by bit with limits, responses written. A simulated camera is strict on
 * purpose, where the bridge bears with cameras: what a client of it gets wrong shows at once, and as a status.
 */
import { type Head, StreamReader } from './stream-reader.ts';
import { bodyLength, lastValues, parseHeaders } from '../../pictures/media/rtsp/message.ts';

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

/** The client did not speak RTSP; `status` says what it is told. */
export class BadMessage extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`bad message: ${status}`);
    this.status = status;
  }
}

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
/** Neither a line that goes on in the next, nor one that ends without CR. */
const headerLine = /^[!#$%&'*+.^_`|~\w-]+:.*$/;

/** @throws BadMessage 400, 413, 505 */
function parseHead(head: string): Head<Request> {
  const [first = '', ...lines] = head.split('\r\n');
  const [, method, uri, version] = requestLine.exec(first) ?? [];
  if (!method || !uri) throw new BadMessage(400);
  if (version !== '1.0') throw new BadMessage(505);
  if (!lines.every((line) => headerLine.test(line))) throw new BadMessage(400);
  const headers = parseHeaders(lines);
  const bodyBytes = bodyLength(headers);
  if (bodyBytes === undefined) throw new BadMessage(400);
  if (bodyBytes > maxBody) throw new BadMessage(413);
  return { message: { method, uri, headers: lastValues(headers) }, bodyBytes };
}

const tooLong = (): Error => new BadMessage(400);

/** Reads the requests of one connection. Their bodies are dropped: none is needed. */
export const requestReader = (): StreamReader<Request> => new StreamReader(parseHead, tooLong);

/** Writes a response; `cseq` is the request's, if it had one. */
export function render(response: Response, cseq: string | undefined): string {
  const { status, headers = [], body = '' } = response;
  const lines = [`RTSP/1.0 ${status} ${reasons[status] ?? 'Status'}`];
  if (cseq !== undefined) lines.push(`CSeq: ${cseq}`);
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  if (body) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
