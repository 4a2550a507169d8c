/** The display's own server, same-origin. It holds the tokens; this page never sees them. */
import type { ListedCamera, Offered } from '../../../../simulator/client/intents.ts';

export type { ListedCamera, Offered };

/** An answer of the display's server that is not the one asked for; `code` is Google's word for it. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = 'Refused';
    this.code = code;
  }
}

/** Returns whether a status says that nobody is there: 0, or what a proxy says if nobody answers behind it. */
export const isNobodyThere = (status: number | undefined): boolean =>
  status === 0 || status === 502 || status === 504;

async function post<T>(verb: string, body: unknown): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(`/display/api/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Refused('unreachable');
  }
  if (answer.ok) return (await answer.json()) as T;
  if (answer.status === 401) throw new Refused('relinkRequired');
  if (isNobodyThere(answer.status)) throw new Refused('unreachable');
  throw new Refused(answer.status === 503 ? 'transientError' : 'unknownError');
}

/** `home` is the account's name, if the bridge gives it. */
export const sync = (): Promise<{ home?: string; cameras: ListedCamera[] }> => post('sync', {});

/** `why`: what the bridge says of those that are not online. */
export const query = (
  deviceIds: string[],
): Promise<{ online: Record<string, boolean>; why?: Record<string, string> }> =>
  post('query', { deviceIds });

/** Asks for a stream of one camera; `protocols` as in `SupportedStreamProtocols`. Rejects with Refused. */
export const execute = (deviceId: string, protocols: string[]): Promise<Offered> =>
  post('execute', { deviceId, protocols });

/** Ends this display's linking. Rejects with Refused. */
export const unlink = (): Promise<unknown> => post('unlink', {});
