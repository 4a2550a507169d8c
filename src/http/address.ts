/** Where the bridge listens, and where it is reached. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Config } from '../config.ts';

/** A port that is free now, where any will do: the OAuth client has to know it before we listen. */
export async function portOf({ host, port }: Config): Promise<number> {
  if (port !== 0) return port;
  const probe = createServer().listen(0, host);
  await once(probe, 'listening');
  const free = (probe.address() as AddressInfo).port;
  probe.close();
  await once(probe, 'close');
  return free;
}

/** The public address, or the local one with `port` where none is set. */
export function originOf(config: Config, port: number): string {
  if (config.publicUrl !== undefined) return config.publicUrl;
  const anywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = anywhere ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
