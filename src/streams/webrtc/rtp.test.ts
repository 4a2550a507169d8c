import { expect, test } from '@jest/globals';
import { H264RtpPayload, RtpPacket } from 'werift-rtp';
import { createRtpStream, maxPacketBytes, sequenceOf } from './rtp.ts';

const nal = (header: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length, 0).map((_, index) => index % 251);
  bytes[0] = header;
  return Buffer.from(bytes);
};

/** The NAL units in packets, put together by a library that is not ours. */
function unpack(packets: readonly Buffer[]): Buffer[] {
  const nals: Buffer[] = [];
  let fragment: Buffer | undefined;
  for (const bytes of packets) {
    const payload = H264RtpPayload.deSerialize(RtpPacket.deSerialize(bytes).payload, fragment);
    fragment = payload.fragment;
    if (!fragment) nals.push(payload.payload.subarray(4));
  }
  return nals;
}

test('a picture of small and large NAL units arrives as it was', () => {
  const nals = [nal(0x67, 20), nal(0x68, 4), nal(0x65, 50_000), nal(0x65, 1188), nal(0x41, 1189)];
  const packets = createRtpStream(102).video(nals, 1234);
  expect(unpack(packets)).toEqual(nals);
  expect(Math.max(...packets.map((packet) => packet.length))).toBe(maxPacketBytes);
});

test('headers: one timestamp, numbers without gap, the marker on the last packet alone', () => {
  const stream = createRtpStream(102);
  const read = [nal(0x65, 5000), nal(0x41, 100)].flatMap((one) =>
    stream.video([one], 2 ** 32 + 7).map((packet) => RtpPacket.deSerialize(packet).header),
  );
  expect(read.map(({ marker }) => marker)).toEqual([false, false, false, false, true, true]);
  expect(new Set(read.map(({ timestamp }) => timestamp))).toEqual(new Set([7]));
  expect(new Set(read.map(({ ssrc }) => ssrc))).toEqual(new Set([stream.ssrc]));
  expect(new Set(read.map(({ payloadType }) => payloadType))).toEqual(new Set([102]));
  const first = read[0]?.sequenceNumber ?? 0;
  expect(read.map(({ sequenceNumber }) => sequenceNumber - first)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('numbers wrap at 16 bits', () => {
  const stream = createRtpStream(0);
  let last = -1;
  for (let count = 0; count < 70_000; count += 1) {
    const [packet] = stream.audio(Buffer.alloc(1), count);
    const sequence = packet ? sequenceOf(packet) : -1;
    if (last >= 0 && sequence !== ((last + 1) & 0xffff)) throw new Error(`${last}, ${sequence}`);
    last = sequence;
  }
});

test('delimiters and fillers carry no picture', () => {
  const picture = nal(0x65, 30);
  const packets = createRtpStream(102).video([nal(0x09, 2), picture, nal(0x0c, 9)], 0);
  expect(unpack(packets)).toEqual([picture]);
  expect(RtpPacket.deSerialize(packets[0] ?? Buffer.alloc(12)).header.marker).toBe(true);
});

test('a long run of sound is cut at 60 ms', () => {
  const packets = createRtpStream(0)
    .audio(Buffer.alloc(1000, 3), 50)
    .map((packet) => RtpPacket.deSerialize(packet));
  expect(packets.map(({ payload }) => payload.length)).toEqual([480, 480, 40]);
  expect(packets.map(({ header }) => header.timestamp)).toEqual([50, 530, 1010]);
});

test('the payload type can still change', () => {
  const stream = createRtpStream(96);
  stream.use(97);
  const [packet] = stream.video([nal(0x65, 30)], 0);
  expect(RtpPacket.deSerialize(packet ?? Buffer.alloc(12)).header.payloadType).toBe(97);
});
