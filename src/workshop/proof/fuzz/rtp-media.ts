/** What a camera sends after PLAY: a real clip in interleaved frames, with some of them damaged. */
import fc from 'fast-check';
import { pack, pictures, rtpBytes, shippedClip } from '../../../pictures/media/testing/h264.ts';
import { interleaved } from '../../../pictures/media/rtsp/interleaved.ts';
import { byteEdits, damaged, type ByteEdit } from './damage.ts';

/** The first pictures of a real clip, packet by packet. */
const packets = pictures(shippedClip())
  .slice(0, 4)
  .flatMap((nals, index) =>
    pack(nals).map(({ marker, payload }) => ({ marker, payload, timestamp: index * 6_000 })),
  )
  .map((fields, index) => rtpBytes({ ...fields, sequence: 65_530 + index, ssrc: 1 }));

const aac = rtpBytes({
  sequence: 1,
  timestamp: 1,
  payload: Buffer.from('0010ffff01020304', 'hex'),
  payloadType: 97,
});
const report = Buffer.from('80c80006000000011234567800000000000000000000000000000000', 'hex');

export type PacketEdit =
  | { readonly do: 'bytes'; readonly at: number; readonly edits: readonly ByteEdit[] }
  | { readonly do: 'drop'; readonly at: number }
  | { readonly do: 'repeat'; readonly at: number }
  | { readonly do: 'sound'; readonly at: number }
  | { readonly do: 'report'; readonly at: number }
  | { readonly do: 'channel'; readonly at: number; readonly channel: number }
  | { readonly do: 'head'; readonly at: number; readonly place: number; readonly value: number };

const at = fc.nat(500);
export const packetEdit: fc.Arbitrary<PacketEdit> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('bytes' as const), at, edits: byteEdits }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('head' as const),
      at,
      place: fc.nat(15),
      value: fc.nat(255),
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom<('drop' | 'repeat' | 'sound' | 'report')[]>(
          'drop',
          'repeat',
          'sound',
          'report',
        ),
        at,
      )
      .map(([what, place]): PacketEdit => ({ do: what, at: place })),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('channel' as const), at, channel: fc.nat(255) }),
  },
);

/** The clip as interleaved frames, with something done to some of them. */
export function mediaOf(edits: readonly PacketEdit[], bytes: readonly ByteEdit[]): Buffer {
  const frames = packets.map((packet) => ({ channel: 0, packet }));
  for (const edit of edits) {
    const place = edit.at % Math.max(1, frames.length);
    const frame = frames[place];
    if (frame === undefined) continue;
    if (edit.do === 'drop') frames.splice(place, 1);
    else if (edit.do === 'repeat') frames.splice(place, 0, frame);
    else if (edit.do === 'sound') frames.splice(place, 0, { channel: 2, packet: aac });
    else if (edit.do === 'report') frames.splice(place, 0, { channel: 1, packet: report });
    else if (edit.do === 'channel') frames[place] = { ...frame, channel: edit.channel };
    else if (edit.do === 'bytes')
      frames[place] = { ...frame, packet: damaged(frame.packet, edit.edits) };
    else {
      const packet = Buffer.from(frame.packet);
      if (edit.place < packet.length) packet.writeUInt8(edit.value, edit.place);
      frames[place] = { ...frame, packet };
    }
  }
  return damaged(
    Buffer.concat(frames.map(({ channel, packet }) => interleaved(channel, packet))),
    bytes,
  );
}
