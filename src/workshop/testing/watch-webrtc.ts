/** A display that watches a stream over WebRTC. */
import { setTimeout as sleep } from 'node:timers/promises';
import { offerTo } from '../../simulator/client/signal.ts';
import { openReceiver, type Receiver } from '../../pictures/streams/webrtc/testing/receiver.ts';
import type { GivenStream } from './streams.ts';

/** Connects to a stream of `deviceId`, with `headers` on the offer; resolves once `pictures` packets have come. */
export async function watchWebRtc(
  given: GivenStream,
  deviceId: string,
  pictures = 20,
  headers: Readonly<Record<string, string>> = {},
): Promise<Receiver> {
  const receiver = await openReceiver();
  receiver.answered(await offerTo(given, deviceId, receiver.offer, headers));
  for (let waited = 0; receiver.video.length < pictures; waited += 50) {
    if (waited >= 10_000) throw new Error(`only ${receiver.video.length} packets came`);
    await sleep(50);
  }
  return receiver;
}
