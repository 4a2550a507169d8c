/** An even UDP port for RTP and the odd one after it for RTCP (RFC 3550 §11). */
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';

export interface UdpPair {
  readonly rtp: Socket;
  readonly rtcp: Socket;
  /** RTP's port. */
  readonly port: number;
  /** Calls back for what viewers send to the RTCP port; the returned function stops it. */
  onControl(address: string, port: number, heard: () => void): () => void;
  close(): void;
}

const attempts = 64;

async function bound(host: string, type: 'udp4' | 'udp6', port: number): Promise<Socket> {
  const socket = createSocket(type);
  const listening = once(socket, 'listening');
  socket.bind(port, host);
  try {
    await listening;
  } catch (cause) {
    socket.close();
    throw cause;
  }
  // Some systems report a viewer that went away as an error of the socket: that is the viewer's affair.
  socket.on('error', () => undefined);
  return socket;
}

/** Finds and binds a pair. @throws Error if no pair was free in a fair number of attempts. */
export async function openUdpPair(host: string, type: 'udp4' | 'udp6'): Promise<UdpPair> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const rtp = await bound(host, type, 0);
    const { port } = rtp.address();
    const rtcp =
      port % 2 === 0 ? await bound(host, type, port + 1).catch(() => undefined) : undefined;
    if (rtcp) return pairOf(rtp, rtcp, port);
    rtp.close();
  }
  throw new Error('no pair of UDP ports is free');
}

function pairOf(rtp: Socket, rtcp: Socket, port: number): UdpPair {
  const listeners = new Map<string, () => void>();
  rtcp.on('message', (_, from) => listeners.get(`${from.address} ${from.port}`)?.());
  return {
    rtp,
    rtcp,
    port,
    onControl(address, from, heard) {
      const key = `${address} ${from}`;
      listeners.set(key, heard);
      return () => {
        if (listeners.get(key) === heard) listeners.delete(key);
      };
    },
    close() {
      rtp.close();
      rtcp.close();
    },
  };
}
