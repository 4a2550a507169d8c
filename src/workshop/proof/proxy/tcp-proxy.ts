/** A TCP proxy with weather: passes bytes on, late, slowly, for a while, or not at all. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { closeServer } from '../../../common/close-server.ts';
import { listening } from '../../../common/listening.ts';
import { calm, type Weather } from './weather.ts';

export interface TcpProxy {
  /** Where it listens. */
  readonly port: number;
  /** From now on, for connections there are as well. */
  weather(change: Partial<Weather>): void;
  /** Where new connections lead from now on: a port of 127.0.0.1. */
  leadTo(port: number): void;
  /** Resets every connection. */
  cut(): void;
  close(): Promise<void>;
}

/** Resets a connection; one that said its end already cannot be, and libuv would keep it for ever. */
function reset(socket: Socket): void {
  if (socket.writableEnded || socket.destroyed) socket.destroy();
  else socket.resetAndDestroy();
}

/** Starts one on any free port, or on `port`, of 127.0.0.1 or another address of this machine. */
export async function openTcpProxy(
  target: number,
  port = 0,
  host = '127.0.0.1',
): Promise<TcpProxy> {
  let sky: Weather = calm;
  let leads = target;
  const pairs = new Set<readonly [Socket, Socket]>();

  /** Hands on from one socket to the other, chunk by chunk, as the weather allows. */
  async function carry(from: Socket, to: Socket, drop: () => void): Promise<void> {
    let passed = 0;
    for await (const chunk of from as AsyncIterable<Buffer>) {
      while (sky.blackHole && !from.destroyed) await pause(50);
      if (sky.delayMs > 0) await pause(sky.delayMs);
      if (sky.bytesPerSecond > 0) await pause((chunk.length / sky.bytesPerSecond) * 1000);
      const room = sky.cutAfterBytes > 0 ? sky.cutAfterBytes - passed : chunk.length;
      if (to.destroyed) return;
      if (room < chunk.length) {
        // What stands before the cut still arrives: a reset would throw it away on the other side.
        if (room > 0) to.write(chunk.subarray(0, room));
        setTimeout(drop, 5);
        return;
      }
      passed += chunk.length;
      if (!to.write(chunk)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
    }
    to.end();
  }

  const server = createServer({ allowHalfOpen: true }, (near) => {
    if (sky.refuse) {
      near.resetAndDestroy();
      return;
    }
    const far = connect({ port: leads, host: '127.0.0.1', allowHalfOpen: true });
    const pair = [near, far] as const;
    pairs.add(pair);
    const drop = (): void => {
      pairs.delete(pair);
      pair.forEach(reset);
    };
    for (const socket of pair) {
      socket.setNoDelay(true);
      // A reset on one side is a reset on the other.
      socket.on('error', drop);
    }
    let open = 2;
    for (const socket of pair) socket.on('close', () => (open -= 1) === 0 && pairs.delete(pair));
    carry(near, far, drop).catch(drop);
    carry(far, near, drop).catch(drop);
  });
  const { port: own } = await listening(server, port, host);

  const cut = (): void => {
    for (const pair of pairs) pair.forEach(reset);
    pairs.clear();
  };
  return {
    port: own,
    weather(change) {
      sky = { ...sky, ...change };
    },
    leadTo(next) {
      leads = next;
    },
    cut,
    async close() {
      cut();
      await closeServer(server);
    },
  };
}
