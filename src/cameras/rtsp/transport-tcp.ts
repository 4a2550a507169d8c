/** RTP and RTCP in the RTSP connection itself (RFC 2326 §10.12). */
import type { Connection } from './connection.ts';
import { RtspFault } from './fault.ts';
import type { PacketSink, Transport } from './transport.ts';
import { parseTransport } from './transport-header.ts';

/** Shares one connection's channels among its streams; to be made before the first SETUP. */
export function createTcpTransports(connection: Connection): (sink: PacketSink) => Transport {
  const handlers = new Map<number, (bytes: Buffer) => void>();
  let next = 0;
  // Frames on channels nobody asked for are passed over.
  connection.onFrame = (channel, payload) => handlers.get(channel)?.(payload);

  return (sink) => {
    let channels: readonly [number, number] = [next, next + 1];
    next += 2;
    const listen = (): void => {
      handlers.set(channels[0], (bytes) => sink.rtp(bytes));
      handlers.set(channels[1], (bytes) => sink.rtcp(bytes));
    };
    const close = (): void => channels.forEach((channel) => handlers.delete(channel));
    return {
      offer: `RTP/AVP/TCP;unicast;interleaved=${channels[0]}-${channels[1]}`,
      accept(answer) {
        const transport = parseTransport(answer);
        if (!transport.tcp) throw new RtspFault('no-transport');
        const theirs = transport.interleaved ?? channels;
        // Two streams on one channel could not be told apart.
        if (theirs[0] === theirs[1] || theirs.some((channel) => handlers.has(channel))) {
          throw new RtspFault('malformed');
        }
        channels = theirs;
        listen();
      },
      report: (bytes) => connection.sendFrame(channels[1], bytes),
      close,
    };
  };
}
