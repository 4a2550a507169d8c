/** Live HLS of one feed (RFC 8216), shared by all who watch that camera by HLS. */
import type { Filmed } from '../../../wall/partitions/stamp.ts';
import type { Feed } from '../feed.ts';

/** One answer: a playlist or a segment, with the stamp of what is inside. */
export interface HlsFile extends Filmed {
  readonly body: Uint8Array;
  readonly contentType: string;
  /** How many access units are inside; none in a playlist. */
  readonly units: number;
}

export interface Hls {
  /**
   * Returns the file of that name: `index.m3u8` (the master playlist, with CODECS) or a name the playlists
   * use. All names are plain (no slash) and all URIs inside are relative, so that they inherit the ticket in
   * the path. `index.m3u8` and the media playlist wait for the first segment, up to a limit; after it, and
   * for unknown or expired names, the result is undefined. What was filmed before `since`, in monotonic
   * milliseconds, is neither listed nor found. `viewer` is whose playlist it is: where each began is its own,
   * and it begins anew with `index.m3u8`.
   */
  file(name: string, since: number, viewer?: object): Promise<HlsFile | undefined>;
}

/** Makes and keeps one packager per feed; it stops when the feed closes. */
export interface HlsPackagers {
  /** Starts packaging if it has not begun: the opening of a stream calls this early so the display finds it warm. */
  of(feed: Feed): Hls;
  close(): Promise<void>;
}
