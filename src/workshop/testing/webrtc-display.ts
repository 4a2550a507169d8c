/** A display that watches a stream by WebRTC and reads whose pictures they are. */
import { nalType } from '../../pictures/media/h264/nal.ts';
import { typeInside } from '../../pictures/media/rtp/h264-payloads.ts';
import { headerBytes } from '../../pictures/media/rtp/packet.ts';
import { offerTo } from '../../simulator/client/signal.ts';
import { RtpReader } from '../../simulator/client/rtp-reader.ts';
import { openWebRtcReceiver } from '../../simulator/client/webrtc-receiver.ts';
import type { Watermark } from '../../simulator/watermark/watermark.ts';
import { watermarksOf } from './watermarked-camera.ts';
import type { GivenStream } from './streams.ts';

export interface WebRtcDisplay {
  /** What stood in the pictures, oldest first. */
  readonly read: Watermark[];
  /** How many packets of key pictures came. */
  readonly keys: number;
  close(): Promise<void>;
}

/** Whether a packet, without extensions as the bridge sends them, has a part of a key picture (RFC 6184 §5.8). */
function ofKey(packet: Buffer): boolean {
  return typeInside(packet.subarray(headerBytes)) === nalType.idr;
}

/** Connects; pictures come later. */
export async function openWebRtcDisplay(
  given: GivenStream,
  device: string,
): Promise<WebRtcDisplay> {
  const read: Watermark[] = [];
  let keys = 0;
  const reader = new RtpReader(({ texts }) => read.push(...texts.flatMap(watermarksOf)));
  const receiver = openWebRtcReceiver('display', (packet) => {
    if (ofKey(packet)) keys += 1;
    reader.push(packet);
  });
  receiver.answered(await offerTo(given, device, await receiver.offer()));
  return {
    read,
    get keys() {
      return keys;
    },
    close: async () => receiver.close(),
  };
}
