/**
 * Limits how many connections are open at a time, in all and from one place, so that descriptors are left for
 * the store, the record and cameras. When all are taken, one of the place that has the most gives way: first
 * one that is idle, or waits for its request, and else one that is served, as long as that place keeps no
 * fewer than the newcomer's has. A connection that sends requests without end before any is answered is cut.
 */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf, siteOf } from './guesses.ts';
import type { EdgeLog } from './log.ts';

export interface ConnectionLimits {
  readonly inAll: number;
  /** The most of one address, or /64 of IPv6. */
  readonly perAddress?: number | undefined;
  /** The most of one /48 of IPv6. */
  readonly perSite?: number | undefined;
  /** How many requests of one connection may await their answers; 16 if left out. */
  readonly requests?: number | undefined;
}

/** Behind proxies: returns whose a request is. Until then a connection is the proxy's, which has no share. */
export type ClientOf = (request: IncomingMessage) => string | undefined;

/** Used if the system does not say how many descriptors there are. */
const usualDescriptors = 10_240;
const maxConnections = 20_000;
/** Browsers, players, proxies and Google await each answer before they ask on, or nearly so. */
const usualRequests = 16;

/** Returns how many files and sockets this process may have open. Node has raised the soft limit at its start. */
export function descriptorLimit(file = '/proc/self/limits'): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync(file, 'utf8')) ?? [];
    return soft === undefined ? usualDescriptors : Number(soft);
  } catch {
    return usualDescriptors;
  }
}

/**
 * Returns how many connections there may be with so many descriptors. Three of four are for connections, the
 * others for cameras, displays by UDP, store and record.
 * One address may have an eighth of those for connections, one /48 of IPv6 a quarter.
 */
export function connectionLimits(descriptors: number): ConnectionLimits {
  const inAll = Math.min(maxConnections, Math.max(16, Math.floor(descriptors * 0.75)));
  return { inAll, perAddress: Math.ceil(inAll / 8), perSite: Math.ceil(inAll / 4) };
}

/** Connections by where they come from, the longest open first. */
class Groups {
  readonly #sets = new Map<string, Set<Socket>>();

  of(key: string): ReadonlySet<Socket> {
    return this.#sets.get(key) ?? new Set();
  }

  add(key: string, socket: Socket): void {
    const sockets = this.#sets.get(key) ?? new Set();
    this.#sets.set(key, sockets.add(socket));
  }

  delete(key: string, socket: Socket): void {
    const sockets = this.#sets.get(key);
    sockets?.delete(socket);
    if (sockets?.size === 0) this.#sets.delete(key);
  }

  largest(): ReadonlySet<Socket> {
    let most: ReadonlySet<Socket> = new Set();
    for (const sockets of this.#sets.values()) if (sockets.size > most.size) most = sockets;
    return most;
  }
}

/** Limits a server to `limits`. Each connection that is turned away is logged. */
export function capConnections(
  server: Server,
  limits: ConnectionLimits,
  log: EdgeLog,
  clientOf?: ClientOf,
): void {
  const { inAll, perAddress = inAll, perSite = inAll, requests: most = usualRequests } = limits;
  const networks = new Groups();
  const sites = new Groups();
  /** Every open connection, and where it comes from. */
  const open = new Map<Socket, string>();
  const asked = new WeakMap<Socket, Set<IncomingMessage>>();

  /** A connection whose request is not there yet holds it with nothing. */
  function isIdle(socket: Socket): boolean {
    for (const request of asked.get(socket) ?? []) if (request.complete) return false;
    return true;
  }

  function put(socket: Socket, address: string): void {
    open.set(socket, address);
    networks.add(networkOf(address), socket);
    sites.add(siteOf(address), socket);
  }

  function take(socket: Socket): void {
    const address = open.get(socket);
    if (address === undefined) return;
    open.delete(socket);
    networks.delete(networkOf(address), socket);
    sites.delete(siteOf(address), socket);
  }

  function close(socket: Socket | undefined): boolean {
    if (socket === undefined) return false;
    take(socket);
    socket.destroy();
    return true;
  }

  const closeIdle = (sockets: ReadonlySet<Socket>): boolean =>
    close(Array.from(sockets).find(isIdle));

  function makeRoom(address: string): boolean {
    const largest = sites.largest();
    if (closeIdle(largest)) return true;
    if (largest.size <= sites.of(siteOf(address)).size + 1) return false;
    return close(largest.values().next().value);
  }

  function refuse(socket: Socket, reason: 'in-all' | 'address'): void {
    log.warn({ reason }, 'a connection was turned away: too many are open');
    close(socket);
  }

  /** Whether one more of `address` has its share, at the cost of an idle one of it. */
  function hasShare(address: string): boolean {
    const [network, site] = [networks.of(networkOf(address)), sites.of(siteOf(address))];
    if (network.size >= perAddress && !closeIdle(network)) return false;
    return site.size < perSite || closeIdle(site);
  }

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (clientOf === undefined && !hasShare(address)) {
      refuse(socket, 'address');
      return;
    }
    if (open.size >= inAll && !makeRoom(address)) {
      refuse(socket, 'in-all');
      return;
    }
    put(socket, address);
    socket.once('close', () => take(socket));
  });
  server.on('request', (request: IncomingMessage, response) => {
    const { socket } = request;
    const requests = asked.get(socket) ?? new Set();
    asked.set(socket, requests.add(request));
    response.once('close', () => requests.delete(request));
    // All that was read at once comes before anybody else's, and what it holds grows as long as it sends.
    if (requests.size > most) {
      log.warn({}, 'a connection was cut: too many of its requests await their answers');
      close(socket);
      return;
    }
    const client = clientOf?.(request);
    if (client === undefined || !open.has(socket) || open.get(socket) === client) return;
    take(socket);
    if (hasShare(client)) put(socket, client);
    else refuse(socket, 'address');
  });
}
