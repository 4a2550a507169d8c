/** RTP and RTCP over UDP, on an even port and the one above it (RFC 3550 §11). */
import { createSocket, type Socket } from 'node:dgram';
import { RtspFault } from './fault.ts';
import type { PacketSink, Transport } from './transport.ts';
import { parseTransport } from './transport-header.ts';

export interface Peer {
  readonly address: string;
  readonly family: 4 | 6;
}

/** A key frame comes as one burst; the system's default buffer holds about 150 packets. */
const receiveBufferBytes = 1_048_576;
const tries = 16;
/** A receiver that speaks first opens the way back through firewalls. */
const opener = Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/**
 * Opens a pair of ports. Only packets from the camera's own address and the ports it named are
 * taken: anybody else's picture must not come in this way.
 * @throws RtspFault `internal` when no pair of ports is to be had
 */
export async function openUdpTransport(peer: Peer, sink: PacketSink): Promise<Transport> {
  const [rtp, rtcp] = await openPair(peer.family);
  let remote: readonly [number, number] | undefined;
  let closed = false;
  const receive = (socket: Socket, index: 0 | 1, take: (bytes: Buffer) => void): void => {
    socket.on('message', (bytes, from) => {
      if (closed || from.address !== peer.address) return;
      if (remote !== undefined && from.port !== remote[index]) return;
      take(bytes);
    });
    // An ICMP answer to what we sent; whether the camera is there is seen by its packets.
    socket.on('error', () => undefined);
  };
  receive(rtp, 0, (bytes) => sink.rtp(bytes));
  receive(rtcp, 1, (bytes) => sink.rtcp(bytes));
  const send = (socket: Socket, index: 0 | 1, bytes: Buffer): void => {
    if (closed || remote === undefined) return;
    socket.send(bytes, remote[index], peer.address, () => undefined);
  };
  const port = rtp.address().port;
  return {
    offer: `RTP/AVP;unicast;client_port=${port}-${port + 1}`,
    accept(answer) {
      const transport = parseTransport(answer);
      if (transport.tcp) throw new RtspFault('unsupported');
      remote = transport.serverPort;
      send(rtp, 0, opener);
    },
    report: (bytes) => send(rtcp, 1, bytes),
    close() {
      if (closed) return;
      closed = true;
      rtp.close();
      rtcp.close();
    },
  };
}

async function openPair(family: 4 | 6): Promise<readonly [Socket, Socket]> {
  const type = family === 4 ? 'udp4' : 'udp6';
  for (let left = tries; left > 0; left -= 1) {
    const first = await bind(type, 0);
    if (first === undefined) continue;
    const port = first.address().port;
    const even = port % 2 === 0;
    const second = await bind(type, even ? port + 1 : port - 1);
    if (second !== undefined) return even ? [first, second] : [second, first];
    first.close();
  }
  throw new RtspFault('internal');
}

function bind(type: 'udp4' | 'udp6', port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket({ type, recvBufferSize: receiveBufferBytes });
    const failed = (): void => {
      socket.close();
      resolve(undefined);
    };
    socket.once('error', failed);
    socket.bind(port, () => {
      socket.off('error', failed);
      resolve(socket);
    });
  });
}
