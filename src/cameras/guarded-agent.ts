/** HTTP to one URL of a camera, over sockets that are held to the origin that is bound. */
import { callbackify } from 'node:util';
import { Agent } from 'undici';
import { type GuardedSocketOptions, openGuardedSocket } from './guarded-socket.ts';

export interface GuardedAgentOptions extends Omit<GuardedSocketOptions, 'target'> {
  /** http:// or https://. */
  readonly url: URL;
  /** Whether a connection may serve more than one request. */
  readonly keepAlive: boolean;
}

/** One connection at a time. Requests reject with RtspFault or OriginRefusal where there is none. */
export function guardedAgent({ url, keepAlive, ...options }: GuardedAgentOptions): Agent {
  const secure = url.protocol === 'https:';
  const target = {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    secure,
  };
  const open = callbackify(() => openGuardedSocket({ ...options, target }));
  return new Agent({
    connections: 1,
    pipelining: keepAlive ? 1 : 0,
    connect: (_to, done) =>
      open((error, socket) => (error === null ? done(null, socket) : done(error, null))),
  });
}
