/** Where the bridge listens, and where it is reached. */
import type { Config } from '../config.ts';
import { freePort } from '../free-port.ts';

/** A port that is free now, where any will do: the OAuth client has to know it before we listen. */
export async function portOf({ host, port }: Config): Promise<number> {
  return port === 0 ? freePort(host) : port;
}

/** Host and port as they stand in a URL. */
export const authority = (host: string, port: number): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** The public address, or the local one with `port` where none is set. */
export function originOf(config: Config, port: number): string {
  if (config.publicUrl !== undefined) return config.publicUrl;
  const anywhere = config.host === '0.0.0.0' || config.host === '::';
  return `http://${authority(anywhere ? '127.0.0.1' : config.host, port)}`;
}
