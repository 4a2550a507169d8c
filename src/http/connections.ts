/**
 * How many connections are open at a time, in all and from one address, so that descriptors are left for
 * the store, the record and cameras. Where all are taken, a connection that is idle gives way: one of the
 * address that has the most.
 */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from './guesses.ts';
import type { EdgeLog } from './log.ts';

export interface ConnectionLimits {
  readonly inAll: number;
  /** Undefined behind proxies: there the address is the proxy's. */
  readonly perAddress?: number | undefined;
}

/** Where the system does not tell how many descriptors there are. */
const usualDescriptors = 10_240;
const mostConnections = 20_000;

/** How many files and sockets this process may have open. Node has raised the soft limit at its start. */
export function descriptorLimit(file = '/proc/self/limits'): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync(file, 'utf8')) ?? [];
    return soft === undefined ? usualDescriptors : Number(soft);
  } catch {
    return usualDescriptors;
  }
}

/**
 * Three of four descriptors are for connections, the others for cameras, displays by UDP, store and record;
 * an eighth of those for one address, where addresses are those of people.
 */
export function connectionLimits(descriptors: number, trustedProxies: number): ConnectionLimits {
  const inAll = Math.min(mostConnections, Math.max(16, Math.floor(descriptors * 0.75)));
  return { inAll, perAddress: trustedProxies > 0 ? undefined : Math.ceil(inAll / 8) };
}

/** Holds a server to `limits`. What it turns away is told to the log. */
export function capConnections(server: Server, limits: ConnectionLimits, log: EdgeLog): void {
  const { inAll, perAddress = inAll } = limits;
  /** By network, the longest open first. */
  const open = new Map<string, Set<Socket>>();
  const serving = new WeakMap<Socket, number>();
  let size = 0;

  const isIdle = (socket: Socket): boolean => (serving.get(socket) ?? 0) === 0;

  function forget(socket: Socket, sockets: Set<Socket>): void {
    if (sockets.delete(socket)) size -= 1;
  }

  function closeIdle(sockets: Set<Socket>): boolean {
    const idle = Array.from(sockets).find(isIdle);
    if (idle === undefined) return false;
    forget(idle, sockets);
    idle.destroy();
    return true;
  }

  function largest(): Set<Socket> {
    let most = new Set<Socket>();
    for (const sockets of open.values()) if (sockets.size > most.size) most = sockets;
    return most;
  }

  function refuse(socket: Socket, reason: 'in-all' | 'address'): void {
    log.warn({ reason }, 'a connection was turned away: too many are open');
    socket.destroy();
  }

  server.on('connection', (socket: Socket) => {
    const network = networkOf(socket.remoteAddress ?? '');
    const own = open.get(network) ?? new Set<Socket>();
    if (own.size >= perAddress && !closeIdle(own)) {
      refuse(socket, 'address');
      return;
    }
    if (size >= inAll && !closeIdle(largest())) {
      refuse(socket, 'in-all');
      return;
    }
    own.add(socket);
    open.set(network, own);
    size += 1;
    socket.once('close', () => {
      forget(socket, own);
      if (own.size === 0 && open.get(network) === own) open.delete(network);
    });
  });
  server.on('request', ({ socket }, response) => {
    serving.set(socket, (serving.get(socket) ?? 0) + 1);
    response.once('close', () => serving.set(socket, (serving.get(socket) ?? 1) - 1));
  });
}
