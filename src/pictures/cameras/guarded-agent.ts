/** HTTP to one URL of a camera, over sockets that are held to the bound origin. */
import { callbackify } from 'node:util';
import { Agent } from 'undici';
import { hostOf, portOf } from '../../wall/partitions/url-place.ts';
import { type GuardedSocketOptions, openGuardedSocket } from './guarded-socket.ts';

export interface GuardedAgentOptions extends Omit<GuardedSocketOptions, 'target'> {
  /** http:// or https://. */
  readonly url: URL;
  /** Whether a connection may serve more than one request. */
  readonly keepAlive: boolean;
}

export interface GuardedAgent {
  /** One connection at a time. Requests reject with RtspFault or OriginRefusal if there is none. */
  readonly dispatcher: Agent;
  /** Returns the network address of the newest connection. */
  readonly peer: () => string | undefined;
}

/** Returns an agent that connects at its first request. The caller closes its dispatcher. */
export function guardedAgent({ url, keepAlive, ...options }: GuardedAgentOptions): GuardedAgent {
  const target = {
    host: hostOf(url),
    port: portOf(url),
    secure: url.protocol === 'https:',
    path: url.pathname + url.search,
  };
  let peer: string | undefined;
  const open = callbackify(async () => {
    const socket = await openGuardedSocket({ ...options, target });
    peer = socket.remoteAddress;
    return socket;
  });
  const dispatcher = new Agent({
    connections: 1,
    pipelining: keepAlive ? 1 : 0,
    connect: (_to, done) =>
      open((error, socket) => (error === null ? done(null, socket) : done(error, null))),
  });
  return { dispatcher, peer: () => peer };
}
