/** The cookie by which a display's browser is known: opaque, out of reach of scripts. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface DisplayCookie {
  /** Returns undefined if there is none; two of the name read as none. */
  read(request: IncomingMessage): string | undefined;
  set(response: ServerResponse, value: string): void;
  clear(response: ServerResponse): void;
}

const lifetimeSeconds = 30 * 86_400;

/** Over https the name begins with `__Host-`, which no other host can set (RFC 6265bis 4.1.3.2). */
export function createDisplayCookie(secure: boolean): DisplayCookie {
  const name = secure ? '__Host-casement_display' : 'casement_display';
  const rules = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  const write = (response: ServerResponse, value: string, seconds: number): void => {
    response.appendHeader('Set-Cookie', `${name}=${value}; Max-Age=${seconds}; ${rules}`);
  };
  return {
    read(request) {
      const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
      const mine = pairs.filter((pair) => pair.startsWith(`${name}=`));
      const [only] = mine;
      return mine.length === 1 ? only?.slice(name.length + 1) : undefined;
    },
    set: (response, value) => write(response, value, lifetimeSeconds),
    clear: (response) => write(response, '', 0),
  };
}
