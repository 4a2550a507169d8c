/** Reads posted forms: bounded, url-encoded, nothing else. */
import type { IncomingMessage } from 'node:http';
import { Failure } from '../failures.ts';
import { readBody } from './body.ts';

const formType = /^application\/x-www-form-urlencoded[ \t]*(?:;|$)/i;

/** A form can hold a whole authorization request, encoded twice. */
const formBytes = 32 * 1024;

/**
 * The fields of a form, repeated ones included.
 * @throws Failure `bad-request` when the body is of another type or compressed, `too-large`.
 */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const { 'content-type': type = '', 'content-encoding': coding = 'identity' } = request.headers;
  if (!formType.test(type)) {
    throw new Failure('bad-request', 'the body must be application/x-www-form-urlencoded');
  }
  if (coding !== 'identity') throw new Failure('bad-request', 'the body must not be compressed');
  return new URLSearchParams((await readBody(request, formBytes)).toString('utf8'));
}
