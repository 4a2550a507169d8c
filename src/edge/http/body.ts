/** Reads request bodies: bounded also when unpacked, UTF-8, JSON. */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { parse } from 'content-type';
import { Failure } from '../../common/failures.ts';

const tooLarge = (limit: number) =>
  new Failure('too-large', `the body is larger than ${String(limit)} bytes`);

/**
 * Reads the whole body.
 *
 * The server discards unread what lies beyond the limit, and its request timeout bounds that too: a client
 * that is still sending gets to see the refusal.
 * @throws Failure `too-large` above `limit` bytes, `bad-request` if the client went away.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      reject(tooLarge(limit));
      return;
    }
    // It may have gone away while its identity was looked up: then nobody is left to answer.
    if (request.destroyed) {
      reject(new Failure('bad-request', 'the request was cut off'));
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    let settled = false;
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size <= limit) chunks.push(chunk);
      else if (!settled) {
        settled = true;
        chunks.length = 0;
        reject(tooLarge(limit));
      }
    });
    request.on('end', () => {
      settled = true;
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    request.on('close', () => {
      if (!settled) reject(new Failure('bad-request', 'the request was cut off'));
    });
  });
}

/** The codings a body may come in (RFC 9110 §8.4.1). A map: `constructor` is in every object. */
const unpackers: ReadonlyMap<string, typeof gunzip> = new Map([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', inflate],
  ['br', brotliDecompress],
]);

/** The spellings of nearly all clients. */
const usualTypes: ReadonlySet<string> = new Set([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=UTF-8',
]);

/** Whether a Content-Type says JSON in UTF-8; parameters other than the charset are ignored. */
function declaresJson(header: string): boolean {
  if (usualTypes.has(header)) return true;
  const { type, parameters } = parse(header);
  const charset = parameters['charset']?.toLowerCase() ?? 'utf-8';
  return type === 'application/json' && (charset === 'utf-8' || charset === 'utf8');
}

/** @throws Failure `too-large` as soon as more than `limit` bytes come out; `bad-request`. */
async function unpacked(body: Buffer, coding: string, limit: number): Promise<Buffer> {
  const unpack = unpackers.get(coding);
  if (unpack === undefined) throw new Failure('bad-request', 'the body has an unknown coding');
  return new Promise((resolve, reject) => {
    unpack(body, { maxOutputLength: limit }, (error: NodeJS.ErrnoException | null, bytes) => {
      if (error === null) resolve(bytes);
      else if (error.code === 'ERR_BUFFER_TOO_LARGE') reject(tooLarge(limit));
      else reject(new Failure('bad-request', 'the body cannot be unpacked'));
    });
  });
}

/**
 * Returns the body as a parsed JSON value (RFC 8259). A byte order mark before it is skipped (§8.1).
 * @throws Failure `bad-request` if it is not declared as JSON, cannot be unpacked, is not UTF-8 or not JSON;
 * `too-large` if it is larger than `limit` bytes as it comes or unpacked.
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const { 'content-type': type = '', 'content-encoding': coding = 'identity' } = request.headers;
  if (!declaresJson(type)) throw new Failure('bad-request', 'the body must be application/json');
  const packed = await readBody(request, limit);
  const name = coding.trim().toLowerCase();
  const body = name === 'identity' ? packed : await unpacked(packed, name, limit);
  if (!isUtf8(body)) throw new Failure('bad-request', 'the body is not UTF-8');
  const text = body.toString();
  try {
    return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch {
    // The cause is left out: a parser's message quotes the body.
    throw new Failure('bad-request', 'the body is not JSON');
  }
}
