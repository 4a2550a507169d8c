import { expect, test } from '@jest/globals';
import { H264RtpPayload, RtpPacket } from 'werift-rtp';
import { createRtpStream, maxPacketBytes, packetizeAudio, packetizeVideo } from './packetise.ts';

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
  const packets = packetizeVideo(nals);
  expect(unpack(packets)).toEqual(nals);
  expect(Math.max(...packets.map((packet) => packet.length))).toBe(maxPacketBytes);
});

test('headers: each packet is addressed with its number and timestamp, the marker stands on the last of a picture', () => {
  const stream = createRtpStream(102);
  const packets = [nal(0x65, 5000), nal(0x41, 100)].flatMap((one) => packetizeVideo([one]));
  for (const [at, packet] of packets.entries()) stream.address(packet, 0xfffd + at, 2 ** 32 + 7);
  const read = packets.map((packet) => RtpPacket.deSerialize(packet).header);
  expect(read.map(({ marker }) => marker)).toEqual([false, false, false, false, true, true]);
  expect(read.map(({ sequenceNumber }) => sequenceNumber)).toEqual([
    0xfffd, 0xfffe, 0xffff, 0, 1, 2,
  ]);
  expect(new Set(read.map(({ timestamp }) => timestamp))).toEqual(new Set([7]));
  expect(new Set(read.map(({ ssrc }) => ssrc))).toEqual(new Set([stream.ssrc]));
  expect(new Set(read.map(({ payloadType }) => payloadType))).toEqual(new Set([102]));
});

test('packets that were addressed to one display are another’s once it addresses them', () => {
  const [one, other] = [createRtpStream(96), createRtpStream(120)];
  const packets = packetizeVideo([nal(0x65, 5000)]);
  for (const packet of packets) one.address(packet, 0xffff, 2 ** 32 - 1);
  const [before] = packets.map((packet) => Buffer.from(packet));
  for (const packet of packets) other.address(packet, 0, 0);
  const read = packets.map((packet) => RtpPacket.deSerialize(packet).header);
  expect(read).toEqual(
    read.map((header, at) =>
      Object.assign(Object.create(Object.getPrototypeOf(header)), header, {
        ssrc: other.ssrc,
        payloadType: 120,
        sequenceNumber: 0,
        timestamp: 0,
        marker: at === packets.length - 1,
      }),
    ),
  );
  expect(before?.subarray(12)).toEqual(packets[0]?.subarray(12));
});

test('delimiters and fillers carry no picture', () => {
  const picture = nal(0x65, 30);
  const packets = packetizeVideo([nal(0x09, 2), picture, nal(0x0c, 9)]);
  expect(unpack(packets)).toEqual([picture]);
  expect(RtpPacket.deSerialize(packets[0] ?? Buffer.alloc(12)).header.marker).toBe(true);
});

test('a long run of sound is cut at 60 ms', () => {
  const samples = Buffer.alloc(1000).map((_, at) => at % 251);
  const read = packetizeAudio(samples).map((packet) => RtpPacket.deSerialize(packet));
  expect(read.map(({ payload }) => payload.length)).toEqual([480, 480, 40]);
  expect(Buffer.concat(read.map(({ payload }) => payload))).toEqual(Buffer.from(samples));
});

test('the payload type can still change', () => {
  const stream = createRtpStream(96);
  stream.use(97);
  const [packet = Buffer.alloc(12)] = packetizeVideo([nal(0x65, 30)]);
  stream.address(packet, 1, 0);
  expect(RtpPacket.deSerialize(packet).header.payloadType).toBe(97);
});
