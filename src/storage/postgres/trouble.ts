/** What may be known of an error of the server or of the way to it. */
import { Failure, type FailureCode } from '../../common/failures.ts';

/** What the functions say themselves, in words for people. Their codes are no codes of PostgreSQL's. */
const said: Readonly<Record<string, FailureCode>> = {
  CA400: 'bad-request',
  CA404: 'not-found',
  CA409: 'conflict',
  CA429: 'too-many',
};

interface Told {
  readonly code: string;
  readonly message: string;
  readonly detail: string | undefined;
}

function told(error: unknown): Told {
  if (typeof error !== 'object' || error === null)
    return { code: '', message: String(error), detail: undefined };
  const { code, message, detail } = error as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : '',
    detail: typeof detail === 'string' ? detail : undefined,
  };
}

/** Whether another transaction was in the way, so that nothing was done and the next try may succeed. */
export function isPassing(error: unknown): boolean {
  const { code } = told(error);
  return code === '40001' || code === '40P01';
}

function taken(device: string | undefined): Failure {
  return new Failure(
    'bad-request',
    `another account has the same camera, as ${device ?? 'another device'}: let it be seen from there with ` +
      'casement camera share, hand it over with casement camera transfer, or, where its owner is ' +
      'gone and never will, say --take-over, which removes that row',
  );
}

/** What an operator does about it. The server's words name a role, and the system's a host, of the database URL. */
const advice: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'nobody listens at the host and port of the database URL: start the server, or mend them',
  ENOENT: 'the folder of the database URL has no socket of a server: start the server, or mend it',
  ENOTFOUND: 'the host of the database URL is not known: mend it',
  '28P01': 'the server refused the password, or the role, of the database URL: mend it',
  '28000': 'the server lets the role of the database URL not in: see its pg_hba.conf, and LOGIN',
  '3D000': 'the server has no database of the name in the database URL: make it, or mend the name',
  '42501':
    'the role of the database URL may not do this: the bridge takes a member of casement_bridge ' +
    '(DATABASE_URL), commands one of casement_operator (OPERATOR_DATABASE_URL), and what casement ' +
    'migrate needs is said by casement migrate --print-roles',
};

/**
 * Makes what a caller may know. The driver's error is not passed on: it carries the statement's values, and what it says
 * of a row may be another account's.
 */
export function failureOf(error: unknown): Failure {
  const { code, message, detail } = told(error);
  const own = said[code];
  if (own !== undefined) return new Failure(own, message);
  if (code === 'CA001')
    return new Failure('bad-request', 'the keys were changed meanwhile: try again');
  if (code === 'CA002') return taken(detail);
  const cause = new Error(`PostgreSQL: ${code} ${advice[code] ?? message}`.trim());
  // Whether it is there already, or what it refers to is not.
  if (code === '23505' || code === '23503') {
    return new Failure('conflict', 'this contradicts what is stored already', { cause });
  }
  // A value that no table takes is a fault of the caller, and so is a function that sets no account.
  if (code.startsWith('23') || code.startsWith('22') || code === 'CA000') {
    return new Failure('internal', 'the store refused a value', { cause });
  }
  return new Failure('storage-down', 'storage is not available', { cause });
}
