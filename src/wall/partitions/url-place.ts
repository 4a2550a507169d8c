/** Host and port of a camera's URL, as sockets want them. */
import { isIP } from 'node:net';
import { usualPort } from './usual-port.ts';

/** A name or an address in lower case; an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: Pick<URL, 'hostname'>): string =>
  hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();

/** Returns the port that it names, or that its scheme implies; 0 if there is neither. */
export const portOf = ({ port, protocol }: Pick<URL, 'port' | 'protocol'>): number =>
  port === '' ? (usualPort(protocol) ?? 0) : Number(port);

/** Whether it has a host name rather than an address. */
export const hasName = (url: Pick<URL, 'hostname'>): boolean => isIP(hostOf(url)) === 0;
