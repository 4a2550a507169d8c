/** The bridge of one attempt: the real one over the real store, with every await in the harness's hand. */
import type { Server } from 'node:http';
import { Failure } from '../../../common/failures.ts';
import { createListener } from '../../../edge/http/listener.ts';
import { oauthRoutes } from '../../../edge/http/oauth.ts';
import { createSignIns } from '../../../identity/sign-in.ts';
import type { Partitions } from '../../../wall/partitions/partitions.ts';
import { noNames } from '../../../wall/partitions/claims.ts';
import { streamForm } from '../../../pictures/cameras/stream-form.ts';
import { createRegister, type Register } from '../../../wall/operator/register.ts';
import { createSwitch, type Switch } from '../../../wall/operator/switch.ts';
import type { Store } from '../../../storage/store.ts';
import type { Feeds } from '../../../pictures/streams/feed.ts';
import { createStills } from '../../../pictures/streams/stills/stills.ts';
import { anyCamera, anyOrigin } from '../../testing/any-camera.ts';
import { buildBridge, publicUrl } from '../races/bridge.ts';
import { createCameras, watermarksIn } from '../races/cameras.ts';
import type { HandTimers } from '../races/hand-timers.ts';
import { scheduledStore, type Turn } from '../races/scheduled-store.ts';
import { createWire } from '../races/wire.ts';
import { Awaits } from './awaits.ts';
import { countedFeeds } from './counted-feeds.ts';
import type { Callers } from './callers.ts';
import type { StillServer } from './still-server.ts';

export const client = {
  id: 'google',
  secret: 'of the client',
  redirectUris: ['https://example.net/'],
};

/**
 * A mistake made on purpose: the store as a bridge with that mistake would see it. `real` answers at
 * once, whatever becomes of a call.
 */
export type Defect = (store: Store, real: Store) => Store;

export interface World {
  readonly callers: Callers;
  readonly awaits: Awaits;
  readonly server: Server;
  /** What a client waits for: sending the rest of what it asks, reading the answer. */
  readonly clientTurn: Turn;
  readonly partitions: Partitions;
  readonly register: Register;
  readonly operatorSwitch: Switch;
  /** What the bridge itself took for a fault, and what was shown to the wrong display. */
  readonly faults: string[];
  /** Whose pictures a WebRTC connection may carry, by the name of its offer. */
  readonly expected: Map<string, number>;
  readonly timers: HandTimers;
  /** A second of pictures from every open camera. */
  readonly film: () => void;
  /** What is open at the moment, by name. */
  readonly open: () => Readonly<Record<string, number>>;
  close(): Promise<void>;
}

export interface WorldParts {
  readonly callers: Callers;
  readonly stills: StillServer;
  readonly timers: HandTimers;
  readonly offerBy: 'display' | 'bridge';
  readonly defect: Defect;
}

/** Builds it. The caller closes it. */
export function openWorld({ callers, stills, timers, offerBy, defect }: WorldParts): World {
  const { town } = callers;
  const { time } = timers;
  const now = () => time.wall;
  const awaits = new Awaits(town.scratch);
  const faults: string[] = [];
  const expected = new Map<string, number>();
  const down = () => new Failure('storage-down', 'storage is not available');
  const dark = () => new Failure('device-offline', 'the camera does not answer');
  const real = town.scratch.store;
  const store = defect(scheduledStore(real, awaits.turns(down)), real);
  const cameras = createCameras(awaits.turns(dark));
  stills.during(awaits.turns(dark));
  // Whether the display connects is no await of the bridge's.
  const [gathering, connecting] = [awaits.turns(dark), awaits.turns()];
  const onWire: Turn = (label) => (label === 'display connects' ? connecting : gathering)(label);
  const webrtc = createWire(onWire, (offer, packet) => {
    const place = expected.get(offer);
    for (const watermark of watermarksIn(packet)) {
      if (watermark.place !== place) {
        faults.push(`a display was sent a picture of ${watermark.place}`);
      }
    }
  });
  const count = { leases: 0, readers: 0 };
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (fields: object, message: string) =>
      void faults.push(`${message} ${JSON.stringify(fields)}`),
  };
  const bridge = buildBridge({
    town,
    store,
    time,
    openSource: cameras.openSource,
    webrtc,
    fault: (what) => void faults.push(what),
    stills: createStills({
      recognise: anyCamera,
      guardOrigin: anyOrigin,
      timeoutMs: 10_000,
      freshMs: 0,
      now,
    }),
    offerBy,
    around: (feeds: Feeds) => countedFeeds(feeds, count),
    others: (partitions) => [
      oauthRoutes({
        store,
        partitions,
        accessTokens: town.tokens,
        signIns: createSignIns(store, 3_600_000, now),
        clients: [client],
        publicUrl,
        virtualDisplay: false,
        onRevoked: (grant) => partitions.endGrant(grant),
        now,
        log,
      }),
    ],
  });
  const connections = new Set<object>();
  const server = createListener(bridge.app);
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  return {
    callers,
    awaits,
    server,
    clientTurn: awaits.turns(),
    partitions: bridge.partitions,
    register: createRegister(store, town.ring, noNames, streamForm),
    operatorSwitch: createSwitch(store, now),
    faults,
    expected,
    timers,
    film: () => cameras.film(0),
    open: () => ({
      sessions: bridge.partitions.load.sessions,
      feeds: bridge.feeds.size,
      leases: count.leases,
      readers: count.readers,
      cameras: cameras.open,
      'WebRTC connections': webrtc.open,
      'HTTP connections': connections.size,
    }),
    close: () => bridge.close(),
  };
}
