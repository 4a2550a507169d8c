/** The WebRTC engine: all displays through one UDP port. */
import { randomBytes } from 'node:crypto';
import type { RtcConfig } from 'node-datachannel';
import { Failure } from '../../../common/failures.ts';
import { createAnnounced, type LookUp } from './announced.ts';
import { calledAtMost } from './called.ts';
import { toNativeIceServers } from './ice-servers.ts';
import type { IceServer } from './ice-servers.ts';
import { createPackets } from './packets.ts';
import type { Peer, PeerRequest, WebRtcEngine } from './peer.ts';
import { holdPort } from './port.ts';
import { openViewer } from './viewer.ts';

export interface WebRtcOptions {
  /** The one UDP port for all displays; 0 takes a free one. */
  readonly udpPort: number;
  /** The address to bind; every address of the machine when absent. */
  readonly bindAddress?: string;
  /** IP addresses and host names where displays reach that port and the machine does not know of. */
  readonly announcedAddresses?: readonly string[];
  /** Looks up those names. */
  readonly lookUp?: LookUp;
  /**
   * Asked for candidates when a display offers; our own offers name the addresses above alone. Without
   * any, nothing that a display names is called.
   */
  readonly iceServers?: readonly IceServer[];
  /** How long a display may take from `connect` (or `accept`) until ICE and DTLS are up. */
  readonly connectTimeoutMs: number;
  readonly maxPeers: number;
  /** Which addresses of a display may be called; public ones when absent. */
  readonly mayCall?: (address: string) => boolean;
  readonly log?: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
}

/**
 * Binds the port and holds it until `close()`.
 * @throws Error when the port is taken, TypeError for an address or ICE server that is none.
 */
export async function createWebRtcEngine(options: WebRtcOptions): Promise<WebRtcEngine> {
  const iceServers = toNativeIceServers(options.iceServers ?? []);
  const announced = createAnnounced({
    entries: options.announcedAddresses ?? [],
    lookUp: options.lookUp ?? (() => Promise.reject(new TypeError('nobody looks up names'))),
    log: options.log,
  });
  const port = await holdPort(options.udpPort, options.bindAddress).catch((error: unknown) => {
    announced.close();
    throw error;
  });
  const config: RtcConfig = { ...port.config, iceServers, disableAutoNegotiation: true };
  const peers = new Set<Peer>();
  const packets = createPackets();
  let opening = 0;
  let closed = false;

  async function connect(request: PeerRequest): Promise<Peer> {
    if (closed) throw new Failure('overloaded', 'the bridge is shutting down');
    if (peers.size + opening >= options.maxPeers) {
      throw new Failure('too-many', 'too many displays are watching');
    }
    opening += 1;
    try {
      const peer: Peer = await openViewer(
        {
          ...request,
          onEnd(reason) {
            peers.delete(peer);
            request.onEnd(reason);
          },
        },
        {
          config,
          announced: await announced.current(),
          calledAtMost: calledAtMost(iceServers),
          ...(options.mayCall && { mayCall: options.mayCall }),
          udpPort: port.udpPort,
          candidates: port.candidates,
          connectTimeoutMs: options.connectTimeoutMs,
          cname: randomBytes(9).toString('base64url'),
          packets,
          onFault: (error) => options.log?.warn({ err: error }, 'fault in a WebRTC connection'),
        },
      );
      peers.add(peer);
      // Closed while the candidates were gathered: the set was emptied before this one joined it.
      if (closed) peer.end();
      return peer;
    } finally {
      opening -= 1;
    }
  }

  return {
    connect,
    async close() {
      closed = true;
      for (const peer of peers) peer.end();
      announced.close();
      port.release();
    },
  };
}
