/** A case's camera, opened as the bridge opens cameras. */
import { openRtsp } from '../../cameras/rtsp/rtsp-source.ts';
import { cameraId, patient } from '../../cameras/rtsp/testing/watching.ts';
import type { Feed } from '../../streams/feed.ts';
import { createFeeds } from '../../streams/feeds.ts';
import type { CameraCase } from './case.ts';
import { caseCamera } from './case-camera.ts';

export interface OpenCase {
  readonly feed: Feed;
  /** Pictures so far. */
  pictures(): number;
  /** Pictures that the camera has sent. */
  sent(): number;
  /** Between the first picture and the last, milliseconds. */
  playedForMs(): number;
  /** How many connections the camera has seen. */
  connections(): number;
  /** Why connections ended. */
  reasons(): readonly unknown[];
  /** What the log said with that event. */
  told(event: string): Record<string, string | number>;
  close(): Promise<void>;
}

export async function openCase(one: CameraCase): Promise<OpenCase> {
  const camera = await caseCamera(one);
  const log: { readonly event: string; readonly fields: Record<string, string | number> }[] = [];
  const openSource = openRtsp({
    ...patient,
    log: (event, fields) => void log.push({ event, fields }),
  });
  const feeds = createFeeds({ openSource, lingerMs: 0, probeTimeoutMs: 2_000 });
  const lease = feeds.open({
    rtsp: camera.login,
    transport: 'auto',
    alwaysWarm: false,
    opening: 1,
    stamp: { camera: cameraId(), epoch: 1 },
  });
  const came: number[] = [];
  lease.feed.watch(({ kind }) => void (kind === 'video' && came.push(performance.now())));
  return {
    feed: lease.feed,
    pictures: () => came.length,
    sent: () => camera.sent,
    playedForMs: () => (came.at(-1) ?? 0) - (came[0] ?? 0),
    connections: () => Math.max(0, ...camera.requests.map(({ connection }) => connection)),
    reasons: () => log.flatMap(({ fields }) => fields.reason ?? []),
    told: (event) => log.find((line) => line.event === event)?.fields ?? {},
    async close() {
      await feeds.close();
      await camera.close();
    },
  };
}
