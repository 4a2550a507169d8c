/** RTP and RTCP in the RTSP connection itself (RFC 2326 §10.12). */
import { isRtcp } from '../../media/rtp/rtcp.ts';
import type { Connection } from './connection.ts';
import { RtspFault } from './fault.ts';
import type { PacketSink, Transport } from './transport.ts';
import { parseTransport } from './transport-header.ts';

/** Shares one connection's channels among its streams; to be made before the first SETUP. */
export function createTcpTransports(connection: Connection): (sink: PacketSink) => Transport {
  const rtp = new Map<number, readonly PacketSink[]>();
  const rtcp = new Map<number, readonly PacketSink[]>();
  let next = 0;
  // Frames on channels nobody asked for are passed over. Each stream takes its own payload type alone.
  connection.onFrame = (channel, payload) => {
    for (const sink of rtp.get(channel) ?? []) sink.rtp(payload);
    for (const sink of rtcp.get(channel) ?? []) sink.rtcp(payload);
  };
  connection.expects = (channel, payload) =>
    rtp.get(channel)?.some((sink) => sink.expects(payload)) ??
    (rtcp.has(channel) && isRtcp(payload));

  return (sink) => {
    const offered = [next, next + 1] as const;
    const offer = `RTP/AVP/TCP;unicast;interleaved=${offered[0]}-${offered[1]}`;
    let channels: readonly [number, number] = offered;
    next += 2;
    const listen = ([media, control]: readonly [number, number]): void => {
      rtp.set(media, [...(rtp.get(media) ?? []), sink]);
      rtcp.set(control, [...(rtcp.get(control) ?? []), sink]);
    };
    return {
      offer,
      accept(answer) {
        const transport = parseTransport(answer, offer);
        if (!transport.tcp) throw new RtspFault('no-transport');
        const theirs = transport.interleaved ?? offered;
        if (theirs[0] === theirs[1] || rtcp.has(theirs[0]) || rtp.has(theirs[1])) {
          throw new RtspFault('malformed');
        }
        // Some answer 0-1 to every SETUP, and then send on what was offered, or both streams on 0.
        const repeats = rtp.has(theirs[0]);
        listen(theirs);
        if (repeats && !rtp.has(offered[0])) listen(offered);
        channels = repeats ? offered : theirs;
      },
      report: (bytes) => connection.sendFrame(channels[1], bytes),
      close() {
        for (const sinks of [rtp, rtcp]) {
          for (const [channel, all] of sinks) {
            const others = all.filter((one) => one !== sink);
            if (others.length > 0) sinks.set(channel, others);
            else sinks.delete(channel);
          }
        }
      },
    };
  };
}
