/**
 * Holds the one UDP port. The native library binds it with the first connection and lets it go with
 * the last, and a failure to bind aborts the process; so the port is tried out first, and then kept
 * by a connection that never connects.
 */
import { createSocket } from 'node:dgram';
import { PeerConnection, Video } from 'node-datachannel';
import type { RtcConfig } from 'node-datachannel';
import { parseDescription } from '../../media/sdp/offer-answer.ts';

export interface HeldPort {
  readonly udpPort: number;
  /** The part of a connection's configuration that puts it on this port. */
  readonly config: RtcConfig;
  /** Where the port can be reached on this machine: candidate lines without `a=`. */
  readonly candidates: readonly string[];
  release(): void;
}

/** @throws Error (with the system's `code`) when the port cannot be bound. */
export async function holdPort(wanted: number, bindAddress?: string): Promise<HeldPort> {
  const udpPort = await tryOut(wanted, bindAddress);
  const config: RtcConfig = {
    iceServers: [],
    enableIceUdpMux: true,
    portRangeBegin: udpPort,
    portRangeEnd: udpPort,
    disableAutoNegotiation: true,
    ...(bindAddress === undefined ? {} : { bindAddress }),
  };
  const anchor = new PeerConnection('anchor', config);
  const media = new Video('v', 'SendOnly');
  media.addH264Codec(96);
  const track = anchor.addTrack(media);
  // Without listeners the binding does not let go of either until garbage is collected.
  track.onClosed(() => {});
  anchor.onStateChange(() => {});
  const gathered = new Promise<void>((resolve) => {
    anchor.onGatheringStateChange((state) => state === 'complete' && resolve());
  });
  anchor.setLocalDescription('offer');
  await gathered;
  const [section] = parseDescription(anchor.localDescription()?.sdp).sections;
  return {
    udpPort,
    config,
    candidates: section?.candidates ?? [],
    release() {
      track.close();
      anchor.close();
    },
  };
}

/** The port's number, once it was shown to be free. */
function tryOut(port: number, address: string | undefined): Promise<number> {
  const family = address === undefined || address.includes(':') ? 'udp6' : 'udp4';
  const socket = createSocket(family);
  return new Promise((resolve, reject) => {
    socket.once('error', (error) => socket.close(() => reject(error)));
    socket.bind({ port, exclusive: true, ...(address === undefined ? {} : { address }) }, () => {
      const bound = socket.address().port;
      socket.close(() => resolve(bound));
    });
  });
}
