/**
 * RTP and RTCP over UDP, on an even port and the one above it (RFC 3550 §11).
 *
 * Until the camera has answered, the ports are only kept. The sockets that receive are made
 * afterwards: a socket that is connected late still delivers what was queued in it before.
 */
import { createSocket, type Socket } from 'node:dgram';
import type { Connection } from './connection.ts';
import { RtspFault } from './fault.ts';
import type { PacketSink, Transport } from './transport.ts';
import { parseTransport } from './transport-header.ts';

/** Both ends of the RTSP connection: media goes between the same two addresses. */
type Ends = Pick<Connection, 'peer' | 'local'>;

/** A key frame comes as one burst; the system's default buffer holds about 150 packets. */
const receiveBufferBytes = 1_048_576;
const tries = 16;
/** A receiver that speaks first opens the way back through firewalls. */
const opener = Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/**
 * Keeps a pair of ports. Taken are only packets that came after the answer, from the address of the
 * RTSP peer, whatever `source=` says, and from the ports that the answer names: anybody else's
 * picture must not come in this way.
 * @throws RtspFault `internal` when no pair of ports is to be had
 */
export async function openUdpTransport(ends: Ends, sink: PacketSink): Promise<Transport> {
  const open = await keepPair(ends);
  const port = open[0]?.address().port ?? 0;
  let control: Socket | undefined;
  let closed = false;
  const closeSockets = (): void => open.splice(0).forEach((socket) => socket.close());
  /** A socket on our port that hears the camera's port alone. */
  const hear = async (ours: number, theirs: number, take: (bytes: Buffer) => void) => {
    const socket = await bind(ends, ours);
    if (socket === undefined) throw new RtspFault('internal');
    open.push(socket);
    socket.on('message', (bytes, from) => {
      if (closed || from.address !== ends.peer.address || from.port !== theirs) return;
      take(bytes);
    });
    // An ICMP answer to what we sent; whether the camera is there is seen by its packets.
    socket.on('error', () => undefined);
    await connect(socket, theirs, ends.peer.address);
    return socket;
  };
  const offer = `RTP/AVP;unicast;client_port=${port}-${port + 1}`;
  return {
    offer,
    async accept(answer) {
      const { tcp, serverPort, ssrc } = parseTransport(answer, offer);
      if (tcp) throw new RtspFault('no-transport');
      if (serverPort === undefined) throw new RtspFault('no-server-port');
      if (ssrc !== undefined) sink.announced(ssrc);
      closeSockets();
      const media = await hear(port, serverPort[0], (bytes) => sink.rtp(bytes));
      control = await hear(port + 1, serverPort[1], (bytes) => sink.rtcp(bytes));
      media.send(opener, () => undefined);
    },
    report(bytes) {
      if (!closed) control?.send(bytes, () => undefined);
    },
    close() {
      closed = true;
      closeSockets();
    },
  };
}

async function keepPair(ends: Ends): Promise<Socket[]> {
  for (let left = tries; left > 0; left -= 1) {
    const first = await bind(ends, 0);
    if (first === undefined) continue;
    const port = first.address().port;
    const even = port % 2 === 0;
    const second = await bind(ends, even ? port + 1 : port - 1);
    if (second !== undefined) return even ? [first, second] : [second, first];
    first.close();
  }
  throw new RtspFault('internal');
}

function bind({ peer, local }: Ends, port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const type = peer.family === 4 ? 'udp4' : 'udp6';
    const socket = createSocket({ type, recvBufferSize: receiveBufferBytes });
    const failed = (): void => {
      socket.close();
      resolve(undefined);
    };
    socket.once('error', failed);
    socket.bind(port, local, () => {
      socket.off('error', failed);
      resolve(socket);
    });
  });
}

function connect(socket: Socket, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause?: unknown): void => reject(new RtspFault('unreachable', { cause }));
    socket.once('error', failed);
    socket.once('close', failed);
    socket.once('connect', () => {
      socket.off('error', failed);
      socket.off('close', failed);
      resolve();
    });
    socket.connect(port, address);
  });
}
