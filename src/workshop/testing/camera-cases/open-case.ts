/** A case's camera, opened as the bridge opens cameras. */
import { times } from '../../../bridge/limits.ts';
import { openRtsp } from '../../../pictures/cameras/rtsp/open-rtsp.ts';
import { cameraId, patient } from '../../../pictures/cameras/rtsp/testing/watching.ts';
import type { Feed } from '../../../pictures/streams/feed.ts';
import { createFeeds } from '../../../pictures/streams/feeds.ts';
import type { CameraCase } from './case.ts';
import { caseCamera } from './case-camera.ts';

export interface OpenCase {
  readonly feed: Feed;
  /** Pictures so far. */
  pictures(): number;
  /** Between the first picture and the last, milliseconds. */
  playedForMs(): number;
  /** How many connections the camera has seen. */
  connections(): number;
  /** Why it showed nothing, by the closed list's codes. */
  reasons(): readonly string[];
  /** What ended its connections, by the log: also where it was back at once. */
  losses(): readonly string[];
  /** What the log said with that event. */
  told(event: string): Record<string, string | number>;
  close(): Promise<void>;
}

/** As the bridge has it. */
const { backoff } = times;

/** Resolves when the camera listens; its feed opens meanwhile. The caller closes it. */
export async function openCase(one: CameraCase): Promise<OpenCase> {
  const camera = await caseCamera(one);
  const log: { readonly event: string; readonly fields: Record<string, string | number> }[] = [];
  const reasons: string[] = [];
  const openSource = openRtsp({
    ...patient,
    backoff,
    log: (event, fields) => void log.push({ event, fields }),
    note: (_address, _line, reason) => void (reason && reasons.push(reason.code)),
  });
  const feeds = createFeeds({ openSource, lingerMs: 0, probeTimeoutMs: 2_000 });
  const lease = feeds.open({
    stream: camera.login,
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
    playedForMs: () => (came.at(-1) ?? 0) - (came[0] ?? 0),
    connections: () => Math.max(0, ...camera.requests.map(({ connection }) => connection)),
    reasons: () => reasons,
    losses: () =>
      log.flatMap(({ event, fields }) => (event === 'rtsp-lost' ? [String(fields['reason'])] : [])),
    told: (event) => log.find((line) => line.event === event)?.fields ?? {},
    async close() {
      await feeds.close();
      await camera.close();
    },
  };
}
