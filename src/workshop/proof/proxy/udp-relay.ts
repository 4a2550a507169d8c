/** A UDP relay with weather, between one client and one server: loses, delays, swaps, repeats. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { calm, type Weather } from './weather.ts';

export interface UdpRelay {
  /** Where the client sends to, on 127.0.0.1. */
  readonly port: number;
  /** Where the server sees the client, on 127.0.0.1. */
  readonly farPort: number;
  weather(change: Partial<Weather>): void;
  /**
   * Sends these to the server, from where the client's come, right behind the client's next one: as a forger
   * of its address would, while it goes on itself.
   */
  forge(datagrams: readonly Buffer[]): void;
  close(): void;
}

/** Returns a socket at any free port of 127.0.0.1, that no answer of the network disturbs. The caller closes it. */
export async function boundSocket(): Promise<Socket> {
  const socket = createSocket('udp4');
  // A port nobody listens on any more answers with an error; datagrams may get lost.
  socket.on('error', () => undefined);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

/** Starts one towards `port` of 127.0.0.1. Whoever sends to it first is the client. */
export async function openUdpRelay(port: number): Promise<UdpRelay> {
  let sky: Weather = calm;
  let client: RemoteInfo | undefined;
  let closed = false;
  let forged: readonly Buffer[] = [];
  const [near, far] = await Promise.all([boundSocket(), boundSocket()]);

  /** Datagrams one way, through the weather. */
  function way(send: (bytes: Buffer) => void): (bytes: Buffer) => void {
    let count = 0;
    let held: Buffer | undefined;
    return (bytes) => {
      if (sky.blackHole) return;
      count += 1;
      const nth = (every: number): boolean => every > 0 && count % every === 0;
      if (nth(sky.loseEvery)) return;
      if (nth(sky.swapEvery) && held === undefined) {
        held = bytes;
        return;
      }
      const due = [bytes, ...(nth(sky.repeatEvery) ? [bytes] : []), ...(held ? [held] : [])];
      held = undefined;
      const hand = (): void => {
        if (!closed) for (const one of due) send(one);
      };
      if (sky.delayMs > 0) setTimeout(hand, sky.delayMs);
      else hand();
    };
  }

  const there = way((bytes) => far.send(bytes, port, '127.0.0.1'));
  const back = way((bytes) => client && near.send(bytes, client.port, client.address));
  near.on('message', (bytes, from) => {
    client ??= from;
    there(bytes);
    for (const one of forged) far.send(one, port, '127.0.0.1');
    forged = [];
  });
  far.on('message', back);
  return {
    port: near.address().port,
    farPort: far.address().port,
    weather(change) {
      sky = { ...sky, ...change };
    },
    forge(datagrams) {
      forged = datagrams;
    },
    close() {
      closed = true;
      near.close();
      far.close();
    },
  };
}
