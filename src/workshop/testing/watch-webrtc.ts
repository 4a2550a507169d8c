/** A display that watches a stream over WebRTC. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openReceiver, type Receiver } from '../../pictures/streams/webrtc/testing/receiver.ts';
import type { GivenStream } from './streams.ts';

/** Connects to a stream of `deviceId`, with `headers` on the offer; resolves once `pictures` packets have come. */
export async function watchWebRtc(
  { url, bearer }: GivenStream,
  deviceId: string,
  pictures = 20,
  headers: Readonly<Record<string, string>> = {},
): Promise<Receiver> {
  const receiver = await openReceiver();
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      ...headers,
      authorization: `Bearer ${bearer}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ action: 'offer', deviceId, sdp: receiver.offer }),
  });
  receiver.answered(((await answer.json()) as { sdp: string }).sdp);
  for (let waited = 0; receiver.video.length < pictures; waited += 50) {
    if (waited >= 10_000) throw new Error(`only ${receiver.video.length} packets came`);
    await sleep(50);
  }
  return receiver;
}
