/** A display that watches a stream to its end, and notes whose pictures come, and when. */
import { setTimeout as pause } from 'node:timers/promises';
import { entriesOf } from '../../../simulator/client/hls-reader.ts';
import { RtpReader } from '../../../simulator/client/rtp-reader.ts';
import { offerTo } from '../../../simulator/client/signal.ts';
import { openWebRtcReceiver } from '../../../simulator/client/webrtc-receiver.ts';
import type { Watermark } from '../../../simulator/watermark/watermark.ts';
import type { GivenStream } from '../../testing/streams.ts';
import { watermarksOf, watermarksOfSegment } from '../../testing/watermarked-camera.ts';

export interface Display {
  readonly name: string;
  readonly device: string;
  readonly protocol: 'hls' | 'webrtc';
  /** Whose pictures have come. */
  readonly owners: ReadonlySet<string>;
  /** When the newest picture came, in monotonic milliseconds; undefined before the first. */
  readonly cameAt: number | undefined;
  /** When it was filmed, in milliseconds since 1970. */
  readonly filmedAt: number;
  close(): void;
}

/** How often an HLS display asks for what is new. */
const askingMs = 200;
/** An answer that takes longer is given up. */
const timeoutMs = 5_000;

class Seen {
  readonly owners = new Set<string>();
  cameAt: number | undefined;
  filmedAt = 0;
  isClosed = false;

  take(watermarks: readonly Watermark[]): void {
    for (const { owner, filmedAt } of watermarks) {
      this.owners.add(owner);
      this.cameAt = performance.now();
      this.filmedAt = Math.max(this.filmedAt, filmedAt);
    }
  }
}

const ask = (url: URL): Promise<Response> => fetch(url, { signal: AbortSignal.timeout(timeoutMs) });

async function takeNew(list: URL, known: Set<string>, seen: Seen): Promise<void> {
  const answer = await ask(list);
  const text = await answer.text();
  // The stream is over.
  if (answer.status === 404) seen.isClosed = true;
  if (!answer.ok) return;
  for (const name of entriesOf(text)) {
    if (known.has(name)) continue;
    const segment = await ask(new URL(name, list));
    const bytes = Buffer.from(await segment.arrayBuffer());
    if (!segment.ok) return;
    known.add(name);
    seen.take(watermarksOfSegment(bytes));
  }
}

/** Watches by HLS. */
export function watchHls(name: string, given: GivenStream, device: string): Display {
  const seen = new Seen();
  const list = new URL('live.m3u8', given.url);
  const known = new Set<string>();
  void (async () => {
    while (!seen.isClosed) {
      // One that does not answer is asked again, as a player does.
      await takeNew(list, known, seen).catch(() => undefined);
      await pause(askingMs);
    }
  })();
  const close = (): void => void (seen.isClosed = true);
  return Object.assign(seen, { name, device, protocol: 'hls' as const, close });
}

/** Watches by WebRTC. */
export async function watchRtc(name: string, given: GivenStream, device: string): Promise<Display> {
  const seen = new Seen();
  const reader = new RtpReader(({ texts }) => seen.take(texts.flatMap(watermarksOf)));
  const receiver = openWebRtcReceiver(name, (packet) => reader.push(packet));
  receiver.answered(await offerTo(given, device, await receiver.offer()));
  const close = (): void => receiver.close();
  return Object.assign(seen, { name, device, protocol: 'webrtc' as const, close });
}
