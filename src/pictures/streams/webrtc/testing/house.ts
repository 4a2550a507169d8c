/** Cameras, an engine and displays for one test; `close` ends them all. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Stamped } from '../../../../wall/partitions/stamp.ts';
import { createWebRtcEngine } from '../engine.ts';
import type { WebRtcOptions } from '../engine.ts';
import type { Peer, PeerEnd, PeerRequest, WebRtcEngine } from '../peer.ts';
import { openTestCameras } from './camera.ts';
import type { TestCamera } from './camera.ts';
import { openReceiver } from './receiver.ts';
import type { Receiver } from './receiver.ts';
import { until } from '../../../../workshop/until.ts';

export interface Watching {
  readonly peer: Peer;
  readonly display: Receiver;
  readonly ends: PeerEnd[];
  /** What the delivery check was asked about. */
  readonly admitted: Stamped[];
  /** Resolves when some pictures have come. */
  playing(): Promise<void>;
}

export interface House {
  engine(options?: Partial<WebRtcOptions>): Promise<WebRtcEngine>;
  camera(stamp: string): TestCamera;
  /** A camera that has run on for a while, so that its GOP buffer is in the middle of a GOP. */
  warm(stamp: string): Promise<TestCamera>;
  watch(
    engine: WebRtcEngine,
    camera: Pick<TestCamera, 'feed' | 'tracks'>,
    rest?: Partial<PeerRequest>,
  ): Promise<Watching>;
  close(): Promise<void>;
}

/** Returns an empty house. */
export function openHouse(): House {
  const cameras = openTestCameras();
  const closing: (() => unknown)[] = [() => cameras.close()];
  return {
    camera: (stamp) => cameras.camera(stamp),
    async warm(stamp) {
      const camera = cameras.camera(stamp);
      await pause(1300);
      return camera;
    },
    async engine(options = {}) {
      const defaults = { udpPort: 0, connectTimeoutMs: 10_000, maxPeers: 8 };
      const engine = await createWebRtcEngine({ ...defaults, ...options });
      closing.push(() => engine.close());
      return engine;
    },
    async watch(engine, { feed, tracks }, rest = {}) {
      const display = await openReceiver();
      closing.push(() => display.close());
      const ends: PeerEnd[] = [];
      const admitted: Stamped[] = [];
      const peer = await engine.connect({
        feed,
        tracks,
        offer: display.offer,
        since: 0,
        admit: (unit) => void admitted.push(unit),
        onEnd: (reason) => void ends.push(reason),
        ...rest,
      });
      display.answered(peer.sdp);
      async function playing(): Promise<void> {
        await until(() => display.video.filter(({ header }) => header.marker).length > 5);
      }
      return { peer, display, ends, admitted, playing };
    },
    async close() {
      for (const close of closing.splice(0).toReversed()) await close();
    },
  };
}
