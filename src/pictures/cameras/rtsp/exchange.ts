/** Requests with what each of them needs: authorization, session, user agent. */
import { type ChooseAuthentication, createAuthorizer } from '../authorizer.ts';
import type { Credentials } from '../credentials.ts';
import type { Connection, Response } from './connection.ts';
import { RtspFault } from './fault.ts';

/** Returns a header that comes once, by its name in lower case; the first if there are more. */
export function header(response: Response, name: string): string | undefined {
  return response.headers.get(name)?.[0];
}

export interface Exchange {
  /** Of the camera's log-in; undefined if it has asked for none. */
  readonly realm: string | undefined;
  /** Asks and answers a challenge if one comes; any status may come back but a mended 401. */
  ask(method: string, uri: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Seconds without a sign of life after which the camera ends the session (RFC 2326 §12.37). */
  readonly sessionTimeoutS: number;
}

const sessionForm = /^([\x21-\x3a\x3c-\x7e]{1,256})\s*(?:;\s*timeout\s*=\s*(\d{1,6}))?/i;
/** A first challenge and, when its nonce has run out at once, one more. */
const tries = 3;

/** Returns an exchange over `connection`. The session is named in requests from the first SETUP on. */
export function createExchange(
  connection: Connection,
  credentials: Credentials | undefined,
  choose: ChooseAuthentication,
): Exchange {
  const authorizer = createAuthorizer(credentials, choose);
  let session: string | undefined;
  let sessionTimeoutS = 60;

  const once = async (
    method: string,
    uri: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Response> => {
    const authorization = authorizer.header(method, uri);
    const response = await connection.request(method, uri, {
      'User-Agent': 'Casement',
      ...(authorization !== undefined && { Authorization: authorization }),
      ...(session !== undefined && { Session: session }),
      ...headers,
    });
    const [, id, timeout] = sessionForm.exec(header(response, 'session') ?? '') ?? [];
    if (method === 'SETUP' && id !== undefined) {
      session = id;
      if (timeout !== undefined) sessionTimeoutS = Number(timeout);
    }
    return response;
  };

  const ask: Exchange['ask'] = async (method, uri, headers = {}) => {
    let response = await once(method, uri, headers);
    for (let left = tries - 1; left > 0 && response.status === 401; left -= 1) {
      if (!authorizer.challenge(response.headers.get('www-authenticate') ?? [])) break;
      response = await once(method, uri, headers);
    }
    return response;
  };

  return {
    ask,
    get realm() {
      return authorizer.realm;
    },
    get sessionTimeoutS() {
      return sessionTimeoutS;
    },
  };
}

/** Makes the fault that a status other than success tells of. */
export function faultOf({ status }: Response): RtspFault {
  if (status === 401 || status === 403) return new RtspFault('unauthorized');
  if (status === 404) return new RtspFault('not-found');
  return status === 461 ? new RtspFault('no-transport') : new RtspFault('refused', { status });
}
