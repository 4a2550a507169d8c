/** How one track's packets reach a viewer: inside the RTSP connection, or by UDP. */
import type { Socket } from 'node:net';
import type { UdpPair } from './udp-pair.ts';
import { interleaved } from '../../pictures/media/rtsp/interleaved.ts';

export interface Sender {
  media(packets: readonly Buffer[]): void;
  control(packet: Buffer): void;
}

/**
 * Sends interleaved in the RTSP connection (RFC 2326 §10.12): media on `channel`, RTCP on the next. A viewer
 * that leaves more than `maxBacklog` bytes unread loses its connection.
 */
export function tcpSender(socket: Socket, channel: number, maxBacklog: number): Sender {
  const send = (on: number, packets: readonly Buffer[]): void => {
    if (packets.length === 0) return;
    if (socket.writableLength > maxBacklog) socket.destroy();
    else socket.write(interleaved(on, ...packets));
  };
  return {
    media: (packets) => send(channel, packets),
    control: (packet) => send(channel + 1, [packet]),
  };
}

/** Sends to the viewer's pair of ports: RTP to `port`, RTCP to the next. */
export function udpSender(pair: UdpPair, address: string, port: number, rtcpPort: number): Sender {
  return {
    media: (packets) => {
      for (const packet of packets) pair.rtp.send(packet, port, address);
    },
    control: (packet) => pair.rtcp.send(packet, rtcpPort, address),
  };
}
