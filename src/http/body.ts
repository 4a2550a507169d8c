/** Reads request bodies: bounded, UTF-8, JSON. */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { Failure } from '../failures.ts';

/**
 * The whole body.
 *
 * What lies beyond the limit is thrown away unread by the server, whose request timeout bounds that
 * too: a client that is still sending gets to see the refusal.
 * @throws Failure `too-large` above `limit` bytes, `bad-request` when the client went away.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tooLarge = () =>
      new Failure('too-large', `the body is larger than ${String(limit)} bytes`);
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      reject(tooLarge());
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
        reject(tooLarge());
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

const json = /^application\/json[ \t]*(?:;[ \t]*charset="?utf-8"?[ \t]*)?$/i;

/**
 * The body as a parsed JSON value (RFC 8259).
 * @throws Failure `bad-request` when it is not declared as JSON, is compressed, is not UTF-8 or not
 * JSON; `too-large`.
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const { 'content-type': type = '', 'content-encoding': coding = 'identity' } = request.headers;
  if (!json.test(type)) throw new Failure('bad-request', 'the body must be application/json');
  if (coding !== 'identity') throw new Failure('bad-request', 'the body must not be compressed');
  const body = await readBody(request, limit);
  if (!isUtf8(body)) throw new Failure('bad-request', 'the body is not UTF-8');
  try {
    return JSON.parse(body.toString());
  } catch {
    // The cause is left out: a parser's message quotes the body.
    throw new Failure('bad-request', 'the body is not JSON');
  }
}
