import { expect, test } from '@jest/globals';
import { address, beginHeader, headerBytes } from '../../pictures/media/rtp/packet.ts';
import { seiOf } from '../watermark/sei.ts';
import { RtpReader, type RtpPicture } from './rtp-reader.ts';

/** One RTP packet. */
function packet(sequence: number, timestamp: number, marker: boolean, payload: Buffer): Buffer {
  const bytes = beginHeader(Buffer.alloc(headerBytes + payload.length), marker);
  address(bytes, { payloadType: 102, ssrc: 0 }, sequence, timestamp);
  payload.copy(bytes, headerBytes);
  return bytes;
}

const slice = Buffer.from([0x65, 0x88, 1, 2, 3]);

/** What is seen of pictures 0, 1, 2 … when their packets come as `change` has them. */
function seen(change: (packets: Buffer[]) => Buffer[]): RtpPicture[] {
  const packets = [0, 1, 2, 3].flatMap((at) => [
    packet(65_534 + at * 2, at * 6_000, false, seiOf(`picture ${at}`)),
    packet(65_535 + at * 2, at * 6_000, true, slice),
  ]);
  const pictures: RtpPicture[] = [];
  const reader = new RtpReader((picture) => pictures.push(picture));
  for (const bytes of change(packets)) reader.push(bytes);
  reader.push(packet(10, 90_000, true, slice));
  return pictures.slice(0, 4);
}

test('every picture of an RTP stream is found, across the turn of the sequence numbers', () => {
  const pictures = seen((packets) => packets);
  expect(pictures.map(({ texts }) => texts)).toEqual([0, 1, 2, 3].map((at) => [`picture ${at}`]));
  // Of the first nobody knows whether something came before.
  expect(pictures.map(({ whole }) => whole)).toEqual([false, true, true, true]);
});

test('one without a name is whole, one that lost its name on the way is not', () => {
  const unnamed = seen((packets) => {
    packets[4] = Buffer.concat([packets[4]?.subarray(0, 12) ?? slice, slice]);
    return packets;
  });
  expect(unnamed[2]).toEqual({ texts: [], whole: true });
  const lost = seen((packets) => packets.toSpliced(4, 1));
  expect(lost[2]).toEqual({ texts: [], whole: false });
});

test('packets that come twice or in the wrong order change nothing', () => {
  const shuffled = seen((p) => [2, 2, 3, 1, 0, 5, 4, 4, 6, 7].flatMap((at) => p[at] ?? []));
  expect(shuffled.flatMap(({ texts }) => texts)).toContain('picture 2');
  for (const { texts, whole } of shuffled) if (whole) expect(texts).toHaveLength(1);
});
