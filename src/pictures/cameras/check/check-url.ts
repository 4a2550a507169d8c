/** Asks at one URL of a camera, and tells what was found there. */
import { hasLogin } from '../../../wall/partitions/place.ts';
import { OnvifFault } from '../onvif/fault.ts';
import type { OriginGuard } from '../origin/origin.ts';
import { type Asked, askedOf, reasonOf } from '../reason-of.ts';
import type { Reason } from '../reason.ts';
import type { CheckedUrl } from './steps.ts';

/** What the guard of an origin was shown. */
export interface Seen {
  key?: CheckedUrl['key'];
  scheme?: CheckedUrl['scheme'];
}

/** Returns whether a login stands in its path or query, as a check tells it. What stands in a row need not be a URL. */
export const loginIn = (url: string): Pick<CheckedUrl, 'loginInUrl'> =>
  URL.canParse(url) && hasLogin(new URL(url)) ? { loginInUrl: true } : {};

/** Returns the same guard; `seen` records what it was shown. */
export function noting(guard: OriginGuard, seen: Seen): OriginGuard {
  return {
    ...guard,
    connected(place, key) {
      if (key !== undefined) seen.key = key;
      guard.connected(place, key);
    },
    choose(offered, refused) {
      const chosen = guard.choose(offered, refused);
      seen.scheme = chosen.scheme;
      return chosen;
    },
  };
}

function whyNot(error: unknown, asked: Asked, { aborted }: AbortSignal): Reason {
  const isLate = aborted && !(error instanceof OnvifFault);
  return isLate ? { code: 'timed-out' } : reasonOf(error, asked);
}

export interface UrlCheck {
  readonly url: string;
  readonly hasPassword: boolean;
  /** Filled while it is asked. */
  readonly seen: Seen;
  /** Aborted when it is too late. */
  readonly signal: AbortSignal;
}

/** Returns what was found at the URL: all is well there if `ask` is fulfilled. Never rejects. */
export async function checkUrl(
  { url, hasPassword, seen, signal }: UrlCheck,
  ask: () => Promise<unknown>,
): Promise<CheckedUrl> {
  const inUrl = loginIn(url);
  const asked = { ...askedOf(url), hasPassword };
  const reason = await ask().then(
    () => null,
    (error: unknown) => whyNot(error, asked, signal),
  );
  return { reason, ...seen, ...inUrl };
}
