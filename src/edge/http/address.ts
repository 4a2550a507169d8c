/** Where the bridge listens, and where it is reached. */
import { freePort } from '../../common/free-port.ts';
import { authority } from '../../common/host-name.ts';

/** What the configuration says of both. */
interface Listening {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly publicUrl: string | undefined;
}

/** Returns a port that is free now if any will do: the OAuth client has to know it before we listen. */
export async function portOf({ host, port }: Pick<Listening, 'host' | 'port'>): Promise<number> {
  return port === 0 ? freePort(host) : port;
}

/** Returns the public address, or the local one with `port` if none is set. */
export function originOf(config: Listening, port: number): string {
  if (config.publicUrl !== undefined) return config.publicUrl;
  const anywhere = config.host === '0.0.0.0' || config.host === '::';
  return `http://${authority(anywhere ? '127.0.0.1' : config.host, port)}`;
}
