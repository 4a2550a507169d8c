/** Machines that nobody here should call: sockets on many loopback addresses, which count. */
import { createSocket } from 'node:dgram';

export interface Strangers {
  /** Candidate lines (with `a=`) that name them all. */
  readonly candidates: readonly string[];
  /** How many datagrams each of those got that got any. */
  readonly called: () => readonly number[];
  close(): Promise<void>;
}

/** @param count up to 250, on 127.0.1.1 and the following */
export async function openStrangers(count: number): Promise<Strangers> {
  const counts = new Map<number, number>();
  const sockets = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const socket = createSocket('udp4');
      socket.on('message', () => counts.set(index, (counts.get(index) ?? 0) + 1));
      await new Promise<void>((resolve) => socket.bind(0, `127.0.1.${index + 1}`, resolve));
      return socket;
    }),
  );
  return {
    candidates: sockets.map((socket, index) => {
      const { address, port } = socket.address();
      return `a=candidate:${index} 1 udp ${2_113_937_151 - index} ${address} ${port} typ host`;
    }),
    called: () => [...counts.values()],
    async close() {
      await Promise.all(
        sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))),
      );
    },
  };
}
