import type { OpenSource } from '../../pictures/cameras/media.ts';
import { createFeeds } from '../../pictures/streams/feeds.ts';
import type { SegmentFormat } from '../../pictures/streams/hls/mux.ts';
import { createHlsPackagers } from '../../pictures/streams/hls/packagers.ts';
import { type HlsServer, serveHls } from './hls-server.ts';
import { addressOf, newStamp } from './units.ts';

export interface PackagedOptions {
  readonly format?: SegmentFormat;
  readonly rtsp?: string;
  /** How long a playlist is waited for, in milliseconds. */
  readonly waitMs?: number;
}

/** One camera, packaged as HLS and served on loopback; `close` ends all of it. */
export async function servePackaged(
  openSource: OpenSource,
  { format = 'ts', rtsp = 'rtsp://camera/', waitMs = 4_000 }: PackagedOptions = {},
): Promise<HlsServer> {
  const feeds = createFeeds({ openSource, lingerMs: 0, probeTimeoutMs: 2_000 });
  const packagers = createHlsPackagers({ format, segmentSeconds: 1, waitMs });
  const { feed } = feeds.open(addressOf(newStamp(), { stream: rtsp }));
  const server = await serveHls(() => packagers.of(feed));
  return {
    ...server,
    async close() {
      await server.close();
      await packagers.close();
      await feeds.close();
    },
  };
}
