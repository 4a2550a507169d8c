/** Whether PUBLIC_URL leads to this network only, as far as this machine can see. */
import { isIP } from 'node:net';
import { isPublic } from '../../pictures/streams/webrtc/called.ts';

/** Nobody can have these names (RFC 2606). */
const ofExamples = /(?:^|\.)example\.(?:com|net|org)$/;

/** Warns if it is still the one of `.env.example`. */
export function warnOfExampleUrl({ publicUrl, log }: Pick<PrivateUrlOptions, 'publicUrl' | 'log'>) {
  const host = new URL(publicUrl).hostname;
  if (!ofExamples.test(host)) return;
  log.warn(
    { host },
    'PUBLIC_URL is the example of .env.example: set it to the name of your own proxy',
  );
}

export interface PrivateUrlOptions {
  /** An origin. */
  readonly publicUrl: string;
  /** All addresses of a host name. */
  readonly lookUp: (host: string) => Promise<readonly string[]>;
  readonly log: { warn(fields: object, message: string): void };
}

/**
 * Warns if it leads to an address that is not public, or to one of this machine. Chromium from 142 on (Local
 * Network Access) lets a page from elsewhere, such as a display's or a Chromecast's receiver, load from such
 * addresses only once somebody has allowed it, and a receiver has nobody to ask. Does nothing if the name
 * cannot be resolved.
 */
export async function warnOfPrivateUrl({
  publicUrl,
  lookUp,
  log,
}: PrivateUrlOptions): Promise<void> {
  const host = new URL(publicUrl).hostname.replace(/^\[(.*)\]$/, '$1');
  const found = isIP(host) === 0 ? await lookUp(host).catch(() => []) : [host];
  const addresses = found.filter((address) => !isPublic(address));
  if (addresses.length === 0) return;
  log.warn(
    { host, addresses },
    'PUBLIC_URL leads to a private address, seen from here: displays whose browser is Chromium 142 or newer ' +
      'may refuse to load from it, and Google does not reach it; let the name resolve to a public address ' +
      'for them (where it does, and only this machine sees another one, all is well)',
  );
}
