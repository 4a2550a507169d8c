/** The one cookie: it holds a browser's sign-in. */

export interface SignInCookie {
  /** Returns the value a browser sent, if it has the form of one of ours. */
  read(header: string | undefined): string | undefined;
  /** Returns the `Set-Cookie` that keeps `value` for as long as a sign-in lives. */
  keep(value: string): string;
  /** Returns the `Set-Cookie` that makes the browser forget. */
  forget(): string;
}

/** How long a sign-in lives. */
export const signInMs = 12 * 3_600_000;

const form = /^[A-Za-z0-9_-]{43}$/;

/**
 * Makes the cookie of a bridge at `origin`. On https its name has the prefix `__Host-`, which browsers take
 * from this very host over TLS only (RFC 6265bis §4.1.3.2): nobody beside us can plant one. SameSite is Lax,
 * because people come from Google by a link.
 */
export function createSignInCookie(origin: string): SignInCookie {
  const secure = origin.startsWith('https:');
  const name = secure ? '__Host-casement' : 'casement';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    read(header) {
      const pairs = (header ?? '').split(';').map((pair) => pair.trim());
      const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
      return value !== undefined && form.test(value) ? value : undefined;
    },
    keep: (value) => `${name}=${value}; ${attributes}; Max-Age=${String(signInMs / 1000)}`,
    forget: () => `${name}=; ${attributes}; Max-Age=0`,
  };
}
