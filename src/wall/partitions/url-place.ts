/** Where a camera's URL leads, as sockets want it. */
import { isIP } from 'node:net';
import { usualPort } from './usual-port.ts';

/** Returns the host of a URL, name or address, in lower case; an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: Pick<URL, 'hostname'>): string =>
  hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();

/** Returns the port that it names, or that its scheme implies; 0 if there is neither. */
export const portOf = ({ port, protocol }: Pick<URL, 'port' | 'protocol'>): number =>
  port === '' ? (usualPort(protocol) ?? 0) : Number(port);

/** Where a URL leads before its host is resolved. */
export interface UrlPlace {
  /** A name in lower case, or an address. */
  readonly host: string;
  readonly port: number;
  /** Path and query. */
  readonly path: string;
}

/** Of a URL whose scheme is that of a camera. */
export const placeOf = (url: URL): UrlPlace => ({
  host: hostOf(url),
  port: portOf(url),
  path: `${url.pathname}${url.search}`,
});

/** Whether it has a host name rather than an address. */
export const hasName = (url: Pick<URL, 'hostname'>): boolean => isIP(hostOf(url)) === 0;
