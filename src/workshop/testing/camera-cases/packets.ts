/** A clip as the RTP packets of one camera of the cases. */
import { pack, type Packed, rtpBytes } from '../../../pictures/media/testing/h264.ts';
import { joinNals, startCode } from '../../../pictures/media/h264/annex-b.ts';
import { isParameterSet, typeOf } from '../../../pictures/media/h264/nal.ts';
import type { Sending } from './case.ts';
import type { CaseClip } from './clips.ts';

export interface TimedPackets {
  /** Milliseconds since it began to play. */
  readonly atMs: number;
  readonly packets: readonly Buffer[];
}

const ticksPerSecond = 90_000;
const isKey = (nals: readonly Buffer[]): boolean => nals.some((nal) => typeOf(nal) === 5);

/** Picture `number` of the clip, played over and over; each is sent as soon as the ones before it are. */
export function packetsOf(
  clip: CaseClip,
  number: number,
  sequence: number,
  send: Sending = {},
): TimedPackets {
  const { pictures, perSecond } = clip;
  const round = Math.floor(number / pictures.length);
  const { nals = [], shown = 0 } = pictures[number % pictures.length] ?? {};
  const timestamp = Math.round(((round * pictures.length + shown) * ticksPerSecond) / perSecond);
  const packed = payloadsOf(
    send.withoutSets === true ? nals.filter((nal) => !isParameterSet(nal)) : nals,
    send,
  );
  const packets = packed.map(({ marker, payload }, index) => {
    const bytes = rtpBytes({
      sequence: sequence + index,
      timestamp,
      marker,
      payload,
      ...(send.payloadType !== undefined && { payloadType: send.payloadType }),
    });
    return send.padsNothing === true && marker ? padded(bytes) : bytes;
  });
  return { atMs: (number * 1_000) / perSecond, packets };
}

function padded(bytes: Buffer): Buffer {
  const all = Buffer.concat([bytes, Buffer.alloc(4)]);
  all.writeUInt8(all.readUInt8(0) | 0x20, 0);
  return all;
}

function payloadsOf(nals: readonly Buffer[], { annexBKeys, unknown }: Sending): Packed[] {
  if (unknown !== undefined)
    return pack([...nals.slice(0, -1), Buffer.from(unknown, 'hex'), ...nals.slice(-1)]);
  if (annexBKeys === undefined || !isKey(nals)) return pack(nals);
  const stream = joinNals(nals);
  const joined = stream.subarray(startCode.length);
  if (annexBKeys === 'packet') return [{ marker: true, payload: joined }];
  if (annexBKeys === 'fragments') return pack([joined]);
  if (annexBKeys === 'fragments-from-start-code') return pack([stream]);
  const size = Buffer.from([joined.length >> 8, joined.length & 255]);
  return [{ marker: true, payload: Buffer.concat([Buffer.from([0x78]), size, joined]) }];
}
