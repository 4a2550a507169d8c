/**
 * The query of a request target. It is read from the text behind the first `?` and not by way of a URL: a
 * target may be in absolute form (RFC 9112 §3.2.2), whose host need be none.
 */
import type { Request } from 'express';
import { fieldsOf } from './fields.ts';

/** Returns the query of a request. @throws Failure `bad-request` if it has fields without end. */
export function queryOf({ originalUrl }: Pick<Request, 'originalUrl'>): URLSearchParams {
  const at = originalUrl.indexOf('?');
  return fieldsOf(at < 0 ? '' : originalUrl.slice(at + 1));
}
