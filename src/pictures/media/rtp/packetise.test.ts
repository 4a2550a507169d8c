import { expect, test } from '@jest/globals';
import { H264RtpPayload, RtpPacket } from 'werift-rtp';
import {
  createRtpStream,
  maxPacketBytes,
  packetizeAudio,
  packetizeVideo,
  type Payload,
  type RtpStream,
} from './packetise.ts';

const nal = (header: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length, 0).map((_, index) => index % 251);
  bytes[0] = header;
  return Buffer.from(bytes);
};

/** The packets of a stream as they leave, numbered from `first`; each is gone when the next is written. */
const written = (payloads: readonly Payload[], stream: RtpStream, first = 0, timestamp = 0) =>
  payloads.map((payload, at) => Buffer.from(stream.write(payload, first + at, timestamp)));

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
  const packets = written(packetizeVideo(nals), createRtpStream(96));
  expect(unpack(packets)).toEqual(nals);
  expect(Math.max(...packets.map((packet) => packet.length))).toBe(maxPacketBytes);
});

test('headers: each packet is addressed with its number and timestamp, the marker stands on the last of a picture', () => {
  const stream = createRtpStream(102);
  const payloads = [nal(0x65, 5000), nal(0x41, 100)].flatMap((one) => packetizeVideo([one]));
  const packets = written(payloads, stream, 0xfffd, 2 ** 32 + 7);
  const read = packets.map((packet) => RtpPacket.deSerialize(packet).header);
  expect(read.map(({ marker }) => marker)).toEqual([false, false, false, false, true, true]);
  expect(read.map(({ sequenceNumber }) => sequenceNumber)).toEqual([
    0xfffd, 0xfffe, 0xffff, 0, 1, 2,
  ]);
  expect(new Set(read.map(({ timestamp }) => timestamp))).toEqual(new Set([7]));
  expect(new Set(read.map(({ ssrc }) => ssrc))).toEqual(new Set([stream.ssrc]));
  expect(new Set(read.map(({ payloadType }) => payloadType))).toEqual(new Set([102]));
});

test('what two displays are sent is the same but for their headers, each in memory of its own', () => {
  const [one, other] = [createRtpStream(96), createRtpStream(120)];
  const payloads = packetizeVideo([nal(0x65, 5000)]);
  const theirs = written(payloads, one, 0xffff, 2 ** 32 - 1);
  const [first] = payloads.map((payload) => other.write(payload, 0, 0));
  const packets = written(payloads, other);
  const read = packets.map((packet) => RtpPacket.deSerialize(packet).header);
  expect(read).toEqual(
    read.map((header, at) =>
      Object.assign(Object.create(Object.getPrototypeOf(header)), header, {
        ssrc: other.ssrc,
        payloadType: 120,
        sequenceNumber: at,
        timestamp: 0,
        marker: at === packets.length - 1,
      }),
    ),
  );
  expect(packets.map((packet) => packet.subarray(12))).toEqual(
    theirs.map((packet) => packet.subarray(12)),
  );
  const [payload = { marker: true, bytes: nal(0x65, 30) }] = payloads;
  const memory = one.write(payload, 0, 0).buffer;
  expect([payload.bytes.buffer, first?.buffer].includes(memory)).toBe(false);
});

test('a packet shows nothing of a longer one before it', () => {
  const stream = createRtpStream(96);
  const [long, short] = [nal(0x65, 1188), nal(0x41, 9)].map((one) => packetizeVideo([one]));
  written(long ?? [], stream);
  expect(written(short ?? [], stream).map((packet) => packet.subarray(12))).toEqual([nal(0x41, 9)]);
});

test('delimiters and fillers carry no picture', () => {
  const picture = nal(0x65, 30);
  const payloads = packetizeVideo([nal(0x09, 2), picture, nal(0x0c, 9)]);
  const packets = written(payloads, createRtpStream(96));
  expect(unpack(packets)).toEqual([picture]);
  expect(RtpPacket.deSerialize(packets[0] ?? Buffer.alloc(12)).header.marker).toBe(true);
});

test('a long run of sound is cut at 60 ms', () => {
  const samples = Buffer.alloc(1000).map((_, at) => at % 251);
  const packets = written(packetizeAudio(samples), createRtpStream(0));
  const read = packets.map((packet) => RtpPacket.deSerialize(packet));
  expect(read.map(({ payload }) => payload.length)).toEqual([480, 480, 40]);
  expect(Buffer.concat(read.map(({ payload }) => payload))).toEqual(Buffer.from(samples));
});

test('the payload type can still change', () => {
  const stream = createRtpStream(96);
  stream.use(97);
  const [packet = Buffer.alloc(12)] = written(packetizeVideo([nal(0x65, 30)]), stream);
  expect(RtpPacket.deSerialize(packet).header.payloadType).toBe(97);
});
