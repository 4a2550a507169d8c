/** Reads posted forms: bounded, url-encoded, nothing else. */
import type { IncomingMessage } from 'node:http';
import { Failure } from '../../common/failures.ts';
import { readBody } from './body.ts';
import { fieldsOf } from './fields.ts';

const formType = /^application\/x-www-form-urlencoded[ \t]*(?:;|$)/i;

/** A form of a page can hold a whole authorization request, encoded twice. */
const pageFormBytes = 32 * 1024;
/** A client sends a code or a token, its credentials, a verifier and a redirect URI. */
export const clientFormBytes = 8 * 1024;

/**
 * Returns the fields of a form, repeated ones included.
 * @throws Failure `bad-request` if the body is of another type or compressed or has fields without end,
 * `too-large`.
 */
export async function readForm(
  request: IncomingMessage,
  limit: number = pageFormBytes,
): Promise<URLSearchParams> {
  const { 'content-type': type = '', 'content-encoding': coding = 'identity' } = request.headers;
  if (!formType.test(type)) {
    throw new Failure('bad-request', 'the body must be application/x-www-form-urlencoded');
  }
  if (coding !== 'identity') throw new Failure('bad-request', 'the body must not be compressed');
  return fieldsOf((await readBody(request, limit)).toString('utf8'));
}
