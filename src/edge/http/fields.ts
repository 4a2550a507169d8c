/** Url-encoded fields, of a form or of a query: a bounded number of them. */
import { Failure } from '../../common/failures.ts';

/** Several times as many as any form or authorization request has. */
const maxFields = 64;

/** Whether there are more than so many; they are counted before any of them is read. */
function areTooMany(text: string): boolean {
  let at = -1;
  for (let count = 1; count <= maxFields; count += 1) {
    at = text.indexOf('&', at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** Returns the fields, repeated ones included. @throws Failure `bad-request` if they are more than 64. */
export function fieldsOf(text: string): URLSearchParams {
  if (areTooMany(text)) {
    throw new Failure('bad-request', `there are more than ${String(maxFields)} fields`);
  }
  return new URLSearchParams(text);
}
