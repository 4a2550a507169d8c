/**
 * The cookie of a browser in which somebody has signed in before ("device cookie", OWASP). It gives that
 * browser guesses of its own, so that a stranger who guesses cannot lock it out. It signs nobody in.
 *
 * It holds one token for each account that signed in here lately: a random name and its HMAC under what is
 * kept of the account's password. So a token is good for one account, nobody can make one without the right
 * password, and it is worthless once the password has changed.
 */
import { createHmac } from 'node:crypto';
import { newSecret, sameSecret } from '../../identity/secret.ts';

/** The part of an account that is needed here. */
export interface KnownAccount {
  readonly id: string;
  readonly passwordHash: string;
}

export interface DeviceCookie {
  /** Returns the tokens that a browser sent, newest first, good or not. */
  read(header: string | undefined): readonly string[];
  /** Returns the one of `tokens` that was given out for `account`. */
  find(tokens: readonly string[], account: KnownAccount): string | undefined;
  /** Returns the `Set-Cookie` for a browser in which `account` has just signed in, beside its other tokens. */
  keep(tokens: readonly string[], account: KnownAccount): string;
}

/** How many accounts a browser is known for. */
const most = 4;
const keptSeconds = 180 * 86_400;
const form = /^[\w-]{43}\.[\w-]{43}$/;

function sign(name: string, { id, passwordHash }: KnownAccount): string {
  return createHmac('sha256', passwordHash).update(`device\n${id}\n${name}`).digest('base64url');
}

/** Makes the cookie of a bridge at `origin`; see cookies.ts about its name. */
export function createDeviceCookie(origin: string): DeviceCookie {
  const secure = origin.startsWith('https:');
  const name = secure ? '__Host-casement-device' : 'casement-device';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;

  function find(tokens: readonly string[], account: KnownAccount): string | undefined {
    return tokens.find((token) => {
      const [device = '', mac = ''] = token.split('.');
      return sameSecret(mac, sign(device, account));
    });
  }

  return {
    find,
    read(header) {
      const pairs = (header ?? '').split(';').map((pair) => pair.trim());
      const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
      return (value ?? '')
        .split('~')
        .slice(0, most)
        .filter((token) => form.test(token));
    },
    keep(tokens, account) {
      const known = find(tokens, account);
      const device = newSecret();
      const own = known ?? `${device}.${sign(device, account)}`;
      const all = [own, ...tokens.filter((token) => token !== known)].slice(0, most);
      return `${name}=${all.join('~')}; ${attributes}; Max-Age=${String(keptSeconds)}`;
    },
  };
}
