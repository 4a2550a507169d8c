/** Puts the parts together: a device and a wish go in, a guarded stream URL comes out. */
import type { Conditions } from '../cameras/conditions.ts';
import type { Tracks } from '../media/unit.ts';
import { CameraFailure } from '../cameras/reason-failure.ts';
import { Failure, isOfCamera } from '../../common/failures.ts';
import { newSecret } from '../../identity/secret.ts';
import type { StreamProtocol } from '../../identity/ticket.ts';
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import type { Device, Partition, Session } from '../../wall/partitions/partition.ts';
import { chooseProtocol, type ProtocolOrders } from './choose-protocol.ts';
import type { Feeds } from './feed.ts';
import type { HlsPackagers } from './hls/hls.ts';
import { masterName } from './hls/playlist.ts';
import { isMediaName } from './hls/viewings.ts';
import { defaultOfferLimits, type OfferLimits, shareOffers } from './offers.ts';
import { RunningStream } from './running-stream.ts';
import type { Stills } from './stills/still.ts';
import { createStages, type Stages } from './stages.ts';
import type { OpenedStream, Streams, Wanted } from './streams.ts';
import type { WebRtcEngine } from './webrtc/peer.ts';

export interface StreamsParts {
  readonly feeds: Feeds;
  readonly packagers: HlsPackagers;
  readonly webrtc: WebRtcEngine;
  readonly offerLimits?: OfferLimits;
  readonly stills: Stills;
  readonly orders: ProtocolOrders;
  /** What is known of each camera. */
  readonly conditions?: Pick<Conditions, 'of'>;
  /** Who makes the WebRTC offer. */
  readonly offerBy: 'display' | 'bridge';
  /** Called with how far each stream gets. */
  readonly stages?: Stages;
  /** Origin under which displays reach the bridge. */
  readonly publicUrl: () => string;
}

/**
 * How long a display's player goes without a first picture, as its maker set it: two playlists that are held
 * back, and WebRTC's black window.
 */
const maxDelayMs: Readonly<Record<StreamProtocol, number>> = { hls: 16_000, webrtc: 8_000 };

/**
 * How long ago the key picture may have come with which a display begins. A list of HLS begins at most twelve
 * seconds before now, some of which pass until it is fetched; over WebRTC everything since then is sent at
 * once.
 */
const oldestMs: Readonly<Record<StreamProtocol, number>> = { hls: 10_000, webrtc: Infinity };

/** An answer about a camera's presence, and when it was asked for, in milliseconds since 1970. */
interface Presence {
  readonly refusal: Failure | undefined;
  readonly at: number;
  readonly address: CameraAddress;
}

/** How long it is believed. */
const onlineTtlMs = { yes: 10_000, no: 3_000 };

const entrances: Readonly<Record<StreamProtocol, string>> = {
  hls: 'index.m3u8',
  webrtc: 'signal',
};

/** Makes streams over the given parts. */
export function createStreams(parts: StreamsParts): Streams {
  const { feeds, packagers, webrtc, stills, orders, offerBy, publicUrl, conditions } = parts;
  const stages = parts.stages ?? createStages({});
  const connectFor = shareOffers(
    (request) => webrtc.connect(request),
    parts.offerLimits ?? defaultOfferLimits,
  );
  // Keyed by the session object, not by an id: there is nothing to mix up.
  const running = new Map<object, RunningStream>();

  function runningOf<P>(session: Session<P>): RunningStream {
    const stream = running.get(session);
    if (stream === undefined || session.ended) throw new Failure('not-found', 'no such stream');
    return stream;
  }

  async function start<P>(partition: Partition<P>, device: Device<P>, wanted: Wanted) {
    partition.permit(device);
    // How long its player waits depends on it; what the camera sends may yet lead to another.
    const likely = chooseProtocol(wanted, orders);
    const address = partition.address(device);
    const hold = feeds.open(address, partition.account);
    try {
      const ready = (by: StreamProtocol) => hold.feed.ready(maxDelayMs[by], oldestMs[by]);
      const tracks = await ready(likely);
      const protocol = chooseProtocol(wanted, orders, tracks.video);
      if (protocol !== likely) await ready(protocol);
      const session = partition.startSession(device, protocol);
      return { session, protocol, stream: new RunningStream(session, address, hold, tracks) };
    } catch (error) {
      hold.release();
      throw error;
    }
  }

  /** Returns why none of the configured protocols can show what a camera sends. */
  function unsuited({ video }: Tracks): Failure | undefined {
    try {
      chooseProtocol({ protocols: orders.usual, casts: false }, orders, video);
      return undefined;
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
  }

  /**
   * Whether a camera that was there broke off, or something was found wrong with it: such an answer is
   * believed less long.
   */
  function isOutdated({ refusal, at, address }: Presence): boolean {
    if (refusal !== undefined) return false;
    // The reason is known only once it was tried anew.
    if (feeds.isLost(address)) return true;
    const { reason, since = 0 } = conditions?.of(address) ?? {};
    return reason !== undefined && since >= at;
  }

  /** Returns why a camera gave no still: what is known of it says more than that there was none. */
  function why(error: unknown, address: CameraAddress): unknown {
    const isVague = error instanceof Failure && !(error instanceof CameraFailure);
    if (!isVague || !isOfCamera(error.code)) return error;
    const reason = conditions?.of(address)?.reason ?? conditions?.of(address, 'still')?.reason;
    return reason === undefined ? error : new CameraFailure(reason, { cause: error });
  }

  return {
    protocols: orders.usual,

    async open(partition, device, wanted, named): Promise<OpenedStream> {
      stages.asked(device, wanted, named);
      // No camera is opened for a display that can play nothing of any.
      chooseProtocol(wanted, orders);
      const { session, protocol, stream } = await start(partition, device, wanted);
      running.set(session, stream);
      stages.opened(session, named);
      session.onEnd((reason) => {
        running.delete(session);
        stream.over(reason);
        stages.over(session, reason);
      });
      // Of several that begin in one turn, one may have given way to another before this was known.
      if (session.ended) throw new Failure('stream-ended', 'the stream gave way to another');
      if (protocol === 'hls') packagers.of(stream.hold.feed);
      const bearer = newSecret();
      const ticket = partition.ticket(session, bearer);
      const url = `${publicUrl()}/live/${ticket}/${entrances[protocol]}`;
      if (protocol === 'hls' || offerBy === 'display') return { protocol, url, bearer };
      try {
        return {
          protocol,
          url,
          bearer,
          offer: await stream.connect(connectFor(partition.account)),
        };
      } catch (error) {
        session.end('failed');
        throw error;
      }
    },

    async refusal(partition, device) {
      const kept = partition.cache.get('online', device.id) as Presence | undefined;
      if (kept !== undefined && !isOutdated(kept)) return kept.refusal;
      const [at, address] = [Date.now(), partition.address(device)];
      // The longest of all: one of the protocols will do.
      const most = (of: typeof maxDelayMs) =>
        Math.max(...orders.usual.map((protocol) => of[protocol]));
      const times = [most(maxDelayMs), most(oldestMs)] as const;
      const refusal = await feeds.probe(address, ...times, unsuited);
      const ttlMs = refusal === undefined ? onlineTtlMs.yes : onlineTtlMs.no;
      partition.cache.set('online', device.id, { refusal, at, address } satisfies Presence, ttlMs);
      return refusal;
    },

    condition: (partition, device) => conditions?.of(partition.address(device)),

    async hlsFile(_partition, session, name) {
      const stream = runningOf(session);
      const { address, hold } = stream;
      stages.fetched(session);
      const asked = packagers.of(hold.feed).file(name, session.since, session);
      const file = await stream.whileItRuns(asked);
      if (file !== undefined) return file;
      if (name !== masterName && !isMediaName(name)) {
        throw new Failure('not-found', 'no such file');
      }
      // There is such a playlist: it has nothing to list yet, and a later request may find it.
      const reason = conditions?.of(address)?.reason;
      if (reason !== undefined) throw new CameraFailure(reason);
      throw new Failure('stream-unavailable', 'There is no picture yet. Try again in a moment.');
    },

    async still(partition, session) {
      const stream = runningOf(session);
      const { address, hold } = stream;
      stages.fetched(session);
      const taking = stills.take(address, hold.feed, session.since, partition.account);
      return stream.whileItRuns(
        taking.catch((error: unknown) => Promise.reject(why(error, address))),
      );
    },

    async signal(partition, session, signal) {
      const stream = runningOf(session);
      stages.fetched(session);
      if (signal.action === 'end') {
        session.end('display');
        return undefined;
      }
      if (signal.action === 'offer') {
        return stream.connect(connectFor(partition.account), signal.sdp);
      }
      stream.accept(signal.sdp);
      return undefined;
    },
  };
}
