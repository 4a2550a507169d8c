import type { Segment } from './window.ts';

export const masterName = 'index.m3u8';
export const mediaName = 'live.m3u8';

/** A segment as a playlist names it: without its pictures. */
export interface Listed extends Pick<
  Segment,
  'name' | 'durationUs' | 'independent' | 'discontinuity' | 'wallMs'
> {
  readonly init?: { readonly name: string };
  readonly bytes: number;
}

export interface MediaPlaylist {
  readonly segments: readonly Listed[];
  /** EXT-X-MEDIA-SEQUENCE. */
  readonly sequence: number;
  readonly discontinuities: number;
  /** EXT-X-TARGETDURATION, in whole seconds. */
  readonly targetSeconds: number;
  /** How far from the end a player may begin, in seconds. */
  readonly holdBackSeconds: number;
}

/**
 * Returns a live media playlist (RFC 8216 §4.3.3). All URIs are plain names. HOLD-BACK is of the second
 * edition (draft-pantos-hls-rfc8216bis §4.4.3.8); players that do not know it skip it.
 */
export function mediaPlaylist(list: MediaPlaylist): string {
  const lines = [
    '#EXTM3U',
    `#EXT-X-VERSION:${list.segments.some(({ init }) => init !== undefined) ? 6 : 3}`,
    `#EXT-X-TARGETDURATION:${list.targetSeconds}`,
    `#EXT-X-SERVER-CONTROL:HOLD-BACK=${list.holdBackSeconds.toFixed(1)}`,
    `#EXT-X-MEDIA-SEQUENCE:${list.sequence}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${list.discontinuities}`,
  ];
  if (list.segments.every(({ independent }) => independent)) {
    lines.push('#EXT-X-INDEPENDENT-SEGMENTS');
  }
  let init: string | undefined;
  for (const segment of list.segments) {
    const { durationUs, wallMs } = segment;
    if (segment.discontinuity) lines.push('#EXT-X-DISCONTINUITY');
    if (segment.init !== undefined && segment.init.name !== init) {
      init = segment.init.name;
      lines.push(`#EXT-X-MAP:URI="${init}"`);
    }
    if (wallMs !== undefined) {
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(wallMs).toISOString()}`);
    }
    lines.push(`#EXTINF:${(durationUs / 1_000_000).toFixed(6)},`, segment.name);
  }
  return `${lines.join('\n')}\n`;
}

export interface MasterPlaylist {
  /** The media playlist's name. */
  readonly media: string;
  readonly segments: readonly Listed[];
  /** RFC 6381 names, video first. */
  readonly codecs: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** Returns the master playlist with its one variant (RFC 8216 §4.3.4.2). */
export function masterPlaylist(list: MasterPlaylist): string {
  const { media, segments, codecs, width, height } = list;
  const rates = segments.map(({ bytes, durationUs }) => (bytes * 8_000_000) / durationUs);
  const attributes = [
    `BANDWIDTH=${Math.ceil(Math.max(1, ...rates))}`,
    `CODECS="${codecs.join(',')}"`,
    `RESOLUTION=${width}x${height}`,
  ];
  return `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-STREAM-INF:${attributes.join(',')}\n${media}\n`;
}
