/** The bridge under test: everything of the real one but sockets, cameras and the UDP port. */
import type { Express, Router } from 'express';
import { createFulfillment } from '../../../edge/assistants/google/fulfillment.ts';
import { createApp } from '../../../edge/http/app.ts';
import { healthRoutes } from '../../../edge/http/health.ts';
import { mediaRoutes } from '../../../edge/http/media.ts';
import { createWebhook } from '../../../edge/http/webhook.ts';
import { createTickets } from '../../../identity/ticket.ts';
import type { OpenSource } from '../../../pictures/cameras/media.ts';
import { createPartitions, type Partitions } from '../../../wall/partitions/partitions.ts';
import { noRecord } from '../../../wall/partitions/recorder.ts';
import type { Store } from '../../../storage/store.ts';
import { createStreams } from '../../../pictures/streams/create-streams.ts';
import type { Feeds } from '../../../pictures/streams/feed.ts';
import { createFeeds } from '../../../pictures/streams/feeds.ts';
import { createHlsPackagers } from '../../../pictures/streams/hls/packagers.ts';
import type { Stills } from '../../../pictures/streams/stills/still.ts';
import { createStills } from '../../../pictures/streams/stills/stills.ts';
import type { WebRtcEngine } from '../../../pictures/streams/webrtc/peer.ts';
import { anyCamera, anyOrigin } from '../../testing/any-camera.ts';
import type { HandTimers } from './hand-timers.ts';
import type { Town } from './town.ts';

export const publicUrl = 'https://bridge.example.net';
/** How long a camera stays open after its last viewer. */
export const lingerMs = 300;

export interface BridgeParts {
  readonly town: Town;
  readonly store: Store;
  readonly time: HandTimers['time'];
  readonly openSource: OpenSource;
  readonly webrtc: WebRtcEngine;
  /** Called for what the bridge itself takes for a fault. */
  readonly fault: (what: string) => void;
  /** Without them there are no stills: they need a network. */
  readonly stills?: Stills;
  /** Who makes the WebRTC offer; the display if left out. */
  readonly offerBy?: 'display' | 'bridge';
  /** Stands around the feeds, to count who holds them. */
  readonly around?: (feeds: Feeds) => Feeds;
  /** Further routes over the same partitions. */
  readonly others?: (partitions: Partitions) => readonly Router[];
}

export interface RacedBridge {
  readonly app: Express;
  readonly partitions: Partitions;
  readonly feeds: Feeds;
  close(): Promise<void>;
}

/** Builds it upon `parts`. The caller closes it. */
export function buildBridge(parts: BridgeParts): RacedBridge {
  const { town, store, time, openSource, webrtc, fault } = parts;
  const { around = (feeds: Feeds) => feeds, others = () => [] } = parts;
  const now = () => time.wall;
  const tickets = createTickets(town.ring, now);
  const partitions = createPartitions({
    store,
    ring: town.ring,
    tickets,
    stream: { openMs: 15_000, idleMs: 5_000, maxMs: 600_000 },
    alarm: () => fault('the alarm of a foreign stamp'),
    recorder: noRecord,
    now,
    clock: () => time.monotonic,
    leaseMs: 1_000,
    // Two for three accounts: partitions are evicted all the time.
    maxOpen: 2,
    maxSessionsPerAccount: 3,
    maxSessions: 8,
  });
  const feeds = around(createFeeds({ openSource, lingerMs, probeTimeoutMs: 2_000 }));
  const packagers = createHlsPackagers({
    format: 'ts',
    segmentSeconds: 1,
    waitMs: 400,
    onForeign: () => fault('a foreign unit in a segment'),
    now,
  });
  const streams = createStreams({
    feeds,
    packagers,
    webrtc,
    stills:
      parts.stills ??
      createStills({ recognise: anyCamera, guardOrigin: anyOrigin, timeoutMs: 1, freshMs: 2_000 }),
    orders: { usual: ['webrtc', 'hls'], cast: ['hls'] },
    offerBy: parts.offerBy ?? 'display',
    publicUrl: () => publicUrl,
  });
  const fulfillment = createFulfillment({
    streams,
    iceServers: [],
    castReceiverAppId: undefined,
    report: (error) => fault(`reported: ${String(error)}`),
  });
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (fields: object, message: string) => fault(`${message} ${JSON.stringify(fields)}`),
    isLevelEnabled: () => false,
  };
  const app = createApp({
    webhook: createWebhook({ accessTokens: town.tokens, partitions, fulfillment, log }),
    media: mediaRoutes({
      partitions,
      tickets,
      streams,
      origin: () => publicUrl,
      recordAddresses: false,
      displayPlace: (address) => `the place of ${address}`,
      log,
    }),
    health: healthRoutes({ checks: {}, draining: () => false }),
    others: others(partitions),
    log,
    trustedProxies: 0,
  });
  return {
    app,
    partitions,
    feeds,
    async close() {
      await partitions.close();
      await webrtc.close();
      await packagers.close();
      await feeds.close();
    },
  };
}
