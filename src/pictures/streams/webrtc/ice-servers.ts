/** STUN and TURN servers, from the form browsers know to the native library's. */
import type { IceServer as NativeIceServer, RelayType } from 'node-datachannel';

/** As RTCIceServer of the WebRTC API. */
export interface IceServer {
  /** Each `stun:host[:port]`, `turn:host[:port][?transport=udp|tcp]` or `turns:…`. */
  readonly urls: string | readonly string[];
  readonly username?: string | undefined;
  readonly credential?: string | undefined;
}

const form =
  /^(stun|turn|turns):([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/;

/** @throws TypeError for a URL of another form, or TURN without credentials. */
export function toNativeIceServers(servers: readonly IceServer[]): NativeIceServer[] {
  return servers.flatMap((server) => [server.urls].flat().map((url) => toNative(url, server)));
}

function toNative(urls: string, { username, credential }: IceServer): NativeIceServer {
  const match = form.exec(urls);
  if (!match) throw new TypeError(`not an ICE server URL: ${urls}`);
  const [, scheme, host = '', port, transport] = match;
  const address = {
    hostname: host.replace(/^\[|\]$/g, ''),
    port: Number(port ?? (scheme === 'turns' ? 5349 : 3478)),
  };
  if (address.port < 1 || address.port > 65_535) throw new TypeError(`no such port: ${urls}`);
  if (scheme === 'stun') return address;
  if (username === undefined || credential === undefined) {
    throw new TypeError(`TURN needs a username and a credential: ${urls}`);
  }
  const tcp: RelayType = transport === 'tcp' ? 'TurnTcp' : 'TurnUdp';
  const relayType: RelayType = scheme === 'turns' ? 'TurnTls' : tcp;
  return { ...address, username, password: credential, relayType };
}
