/** A socket to one URL of a camera, held to the bound origin before anything is sent. */
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { type OriginGuard, OriginRefusal } from './origin/origin.ts';
import type { SeenKey } from '../../wall/partitions/origin.ts';
import { type FaultReason, RtspFault } from './rtsp/fault.ts';
import type { Lookup } from './lookup.ts';
import { seenKey } from './origin/seen-key.ts';
import { socketFault } from './socket-fault.ts';

export interface GuardedSocketOptions {
  readonly target: {
    readonly host: string;
    readonly port: number;
    readonly secure: boolean;
    /** Path and query of what will be asked for. */
    readonly path: string;
  };
  readonly lookup: Lookup;
  /** For each address, in milliseconds. */
  readonly timeoutMs: number;
  readonly guard: OriginGuard;
  /** Ends it at once. */
  readonly signal: AbortSignal;
  /**
   * Takes what comes over a socket, in place of its `data` events: a view of memory that is that socket's alone and is
   * read into again afterwards. May be called before the socket is returned, and for one that never is.
   */
  readonly onRead?: (bytes: Buffer, socket: Socket) => void;
}

/** Of one socket that reads into the same memory again and again: as much as most pictures have. */
const readBytes = 32_768;

/**
 * Connects to the first address that answers, and tries the bound one first. Nothing has been asked of it
 * yet. @throws RtspFault, OriginRefusal
 */
export async function openGuardedSocket(options: GuardedSocketOptions): Promise<Socket> {
  const { guard, lookup, target, signal } = options;
  const found = await unlessAborted(lookup(target.host), signal);
  await unlessAborted(guard.approach(found, target.port, target.path), signal);
  let last: unknown = new RtspFault('unresolved');
  for (const address of guard.order(found)) {
    const place = { address, port: target.port };
    try {
      const socket = await openSocket(options, address);
      try {
        guard.connected(place, target.secure ? keyOf(guard, socket as TLSSocket) : undefined);
        return socket;
      } catch (error) {
        socket.destroy();
        throw error;
      }
    } catch (error) {
      if (error instanceof OriginRefusal || signal.aborted) throw error;
      last = error;
    }
  }
  throw last;
}

/** Without a key nothing identifies the other side, whatever was bound. */
function keyOf(guard: OriginGuard, socket: TLSSocket): SeenKey {
  const key = seenKey(socket);
  if (key !== undefined) return key;
  guard.refused('certificate');
  throw new OriginRefusal('certificate');
}

/** Whether it is link-local IPv6 (fe80::/10) that does not say on which network: no address yet. */
const isOfNoNetwork = (address: string): boolean => /^fe[89ab][0-9a-f]:[^%]*$/i.test(address);

function openSocket(options: GuardedSocketOptions, address: string): Promise<Socket> {
  const { guard, target, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new RtspFault('closed'));
      return;
    }
    // From Node 22 on the first network that has such addresses would be taken: nobody bound that one.
    if (isOfNoNetwork(address)) {
      reject(new RtspFault('unreachable'));
      return;
    }
    const { onRead } = options;
    const buffer = Buffer.alloc(onRead === undefined ? 0 : readBytes);
    const onread = onRead && {
      buffer,
      callback(count: number): boolean {
        onRead(buffer.subarray(0, count), socket);
        return true;
      },
    };
    const to = { host: address, port: target.port, noDelay: true, ...(onread && { onread }) };
    const socket: Socket = target.secure
      ? connectTls({
          ...to,
          ...(isIP(target.host) === 0 && { servername: target.host }),
          ...(guard.ca !== undefined && { ca: guard.ca }),
          // Most cameras sign their own: the key decides, before anything is asked (`guard.connected`).
          rejectUnauthorized: false,
        })
      : connectPlain(to);
    const timer = setTimeout(() => fail('timeout'), options.timeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
    };
    const fail = (reason: FaultReason, cause?: unknown): void => {
      settle();
      socket.destroy();
      reject(new RtspFault(reason, { cause }));
    };
    const aborted = (): void => fail('closed');
    signal.addEventListener('abort', aborted);
    let isTls = false;
    socket.on('error', (cause) => fail(socketFault(cause, isTls), cause));
    // For a TLS socket this is only the network's connection.
    socket.once('connect', () => (isTls = target.secure));
    socket.once(target.secure ? 'secureConnect' : 'connect', () => {
      settle();
      resolve(socket);
    });
  });
}

/** A name server may take its time; the closing of a source must not wait for it. */
function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(new RtspFault('closed'));
    signal.addEventListener('abort', aborted);
    if (signal.aborted) aborted();
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}
