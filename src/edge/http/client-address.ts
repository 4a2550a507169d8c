/** The network address a request came from. */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Request } from 'express';

/** Some proxies name the port, too, which differs for each connection. */
const withPort = /^(?:(\d+\.\d+\.\d+\.\d+)|\[(.*)\])(?::\d+)?$/s;

/**
 * Returns the address of the client, as trusted proxies report it: IPv4 that came over an IPv6 socket in
 * IPv4's form, IPv6 without the name of our interface. Returns undefined if a proxy reported something that
 * is no address.
 */
export function addressOf({ ip = '' }: Pick<Request, 'ip'>): string | undefined {
  const plain = ip
    .replace(withPort, '$1$2')
    .replace(/^::ffff:(?=\d+\.)/i, '')
    .replace(/%.*$/s, '');
  return isIP(plain) === 0 ? undefined : plain;
}

/** Returns the same for a request at the listener (see listener.ts): it is one of Express's from the beginning. */
export function clientOf(request: IncomingMessage): string | undefined {
  return addressOf(request as Request);
}
