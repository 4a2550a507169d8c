/** Puts the parts together: a device and a wish in, a guarded stream URL out. */
import { Failure } from '../failures.ts';
import { newSecret } from '../identity/secret.ts';
import type { StreamProtocol } from '../identity/ticket.ts';
import type { Device, Partition, Session } from '../partitions/partition.ts';
import { chooseProtocol, type ProtocolOrders } from './choose-protocol.ts';
import type { Feeds } from './feed.ts';
import type { HlsPackagers } from './hls/hls.ts';
import { defaultOfferLimits, type OfferLimits, shareOffers } from './offers.ts';
import { RunningStream } from './running-stream.ts';
import type { Stills } from './snapshot/still.ts';
import type { OpenedStream, Streams, Wanted } from './streams.ts';
import type { WebRtcEngine } from './webrtc/peer.ts';

export interface StreamsParts {
  readonly feeds: Feeds;
  readonly packagers: HlsPackagers;
  readonly webrtc: WebRtcEngine;
  readonly offerLimits?: OfferLimits;
  readonly stills: Stills;
  readonly orders: ProtocolOrders;
  /** Who makes the WebRTC offer. */
  readonly offerBy: 'display' | 'bridge';
  /** Origin under which displays reach the bridge. */
  readonly publicUrl: () => string;
}

/** How long an answer about a camera's presence is believed. */
const onlineTtlMs = { yes: 10_000, no: 3_000 };

const entrances: Readonly<Record<StreamProtocol, string>> = {
  hls: 'index.m3u8',
  webrtc: 'signal',
};

/** Streams over the given parts. */
export function createStreams(parts: StreamsParts): Streams {
  const { feeds, packagers, webrtc, stills, orders, offerBy, publicUrl } = parts;
  const connectFor = shareOffers(
    (request) => webrtc.connect(request),
    parts.offerLimits ?? defaultOfferLimits,
  );
  // Keyed by the session object, not by an id: there is nothing to mix up.
  const running = new WeakMap<object, RunningStream>();

  function runningOf<P>(session: Session<P>): RunningStream {
    const stream = running.get(session);
    if (stream === undefined || session.ended) throw new Failure('not-found', 'no such stream');
    return stream;
  }

  async function start<P>(home: Partition<P>, device: Device<P>, wanted: Wanted) {
    home.permit(device);
    const address = home.address(device);
    const lease = feeds.open(address);
    try {
      const tracks = await lease.feed.ready();
      const protocol = chooseProtocol(wanted, orders, tracks.video);
      const session = home.startSession(device, protocol);
      return { session, protocol, stream: new RunningStream(session, address, lease, tracks) };
    } catch (error) {
      lease.release();
      throw error;
    }
  }

  return {
    protocols: orders.usual,

    async open(home, device, wanted): Promise<OpenedStream> {
      // No camera is opened for a display that can play nothing of any.
      chooseProtocol(wanted, orders);
      const { session, protocol, stream } = await start(home, device, wanted);
      running.set(session, stream);
      if (protocol === 'hls') packagers.of(stream.lease.feed);
      const bearer = newSecret();
      const ticket = home.ticket(session, bearer);
      const url = `${publicUrl()}/live/${ticket}/${entrances[protocol]}`;
      if (protocol === 'hls' || offerBy === 'display') return { protocol, url, bearer };
      try {
        return { protocol, url, bearer, offer: await stream.connect(connectFor(home.agentUserId)) };
      } catch (error) {
        session.end('failed');
        throw error;
      }
    },

    async online(home, device) {
      const kept = home.cache.get<{ online: boolean }>('online', device.id);
      if (kept !== undefined) return kept.online;
      const online = await feeds.reachable(home.address(device));
      home.cache.set('online', device.id, { online }, online ? onlineTtlMs.yes : onlineTtlMs.no);
      return online;
    },

    async hlsFile(_home, session, name) {
      const file = await packagers
        .of(runningOf(session).lease.feed)
        .file(name, session.since, session);
      if (file === undefined) throw new Failure('not-found', 'no such file');
      return file;
    },

    async still(_home, session) {
      const { address, lease } = runningOf(session);
      return stills.take(address, lease.feed, session.since);
    },

    async signal(home, session, signal) {
      const stream = runningOf(session);
      if (signal.action === 'end') {
        session.end('display');
        return undefined;
      }
      if (signal.action === 'offer') {
        return stream.connect(connectFor(home.agentUserId), signal.sdp);
      }
      stream.accept(signal.sdp);
      return undefined;
    },
  };
}
