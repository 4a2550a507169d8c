/** Displays by the dozen, without screens. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { until } from '../until.ts';
import { entriesOf } from '../../simulator/client/hls-reader.ts';
import type { AskedStream } from './streams.ts';

/** Plays HLS as far as the network sees it: the playlist every second, and each segment once. */
export async function watchHls(stream: AskedStream): Promise<() => Promise<void>> {
  const names = async (playlist: string): Promise<string[]> =>
    entriesOf(await stream.read(playlist));
  const [media = ''] = await names('index.m3u8');
  let last: string | undefined;
  let over = false;

  async function watch(): Promise<void> {
    while (!over) {
      const listed = await names(media);
      // The first time only the newest, as a player at the live edge.
      const from = last === undefined ? listed.length - 1 : listed.indexOf(last) + 1;
      for (const name of listed.slice(from)) await stream.read(name);
      last = listed.at(-1);
      await pause(1_000);
    }
  }
  const watching = watch();
  // An error reaches whoever stops it.
  watching.catch(() => undefined);
  return () => {
    over = true;
    return watching;
  };
}

/** One more peer in a browser's page; resolves when its pictures come. It goes with the page. */
export async function watchWebRtc(page: Page, stream: AskedStream): Promise<void> {
  const peer = await page.evaluateHandle(async () => {
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    pc.addTransceiver('video', { direction: 'recvonly' });
    pc.addTransceiver('audio', { direction: 'recvonly' });
    await pc.setLocalDescription();
    while (pc.iceGatheringState !== 'complete') {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return pc;
  });
  const offer = await peer.evaluate((pc) => pc.localDescription?.sdp ?? '');
  const sdp = await stream.signal(offer);
  await peer.evaluate(
    (pc, answer) => pc.setRemoteDescription({ type: 'answer', sdp: answer }),
    sdp,
  );
  const plays = () =>
    peer.evaluate(async (pc) => {
      const reports = [...(await pc.getStats()).values()] as Record<string, unknown>[];
      return reports.some(
        ({ type, kind, framesDecoded }) =>
          type === 'inbound-rtp' && kind === 'video' && Number(framesDecoded) > 0,
      );
    });
  await until(plays, 10_000, { what: 'a picture by WebRTC', intervalMs: 50 });
}
