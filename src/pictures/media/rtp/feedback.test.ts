import { expect, test } from '@jest/globals';
import {
  RtcpPayloadSpecificFeedback,
  RtcpTransportLayerFeedback,
  GenericNack,
  PictureLossIndication,
} from 'werift-rtp';
import { readFeedback } from './feedback.ts';

test('of a message without end no more lost packets are read than are remembered', () => {
  const bytes = Buffer.alloc(12 + 4 * 300, 0xff);
  bytes.writeUInt32BE(0x81cd0000 + bytes.length / 4 - 1);
  bytes.writeUInt32BE(5, 8);
  const { missing } = readFeedback(bytes, 5);
  expect(missing.length).toBeGreaterThanOrEqual(1_024);
  expect(missing.length).toBeLessThan(1_024 + 17);
});

const nack = (mediaSourceSsrc: number, lost: number[]): Buffer =>
  new RtcpTransportLayerFeedback({
    feedback: new GenericNack({ senderSsrc: 1, mediaSourceSsrc, lost }),
  }).serialize();
const pli = (mediaSsrc: number): Buffer =>
  new RtcpPayloadSpecificFeedback({
    feedback: new PictureLossIndication({ senderSsrc: 1, mediaSsrc }),
  }).serialize();
const fir = (ssrc: number): Buffer => {
  const bytes = Buffer.alloc(20);
  bytes.set([0x84, 206, 0, 4]);
  bytes.writeUInt32BE(ssrc, 12);
  return bytes;
};

test('reads what the display asks of our stream, in any order of a compound packet', () => {
  const bytes = Buffer.concat([nack(5, [65535, 0, 3]), pli(6), nack(6, [9])]);
  expect(readFeedback(bytes, 5)).toEqual({ missing: [65535, 0, 3], needsKey: false });
  expect(readFeedback(bytes, 6)).toEqual({ missing: [9], needsKey: true });
  expect(readFeedback(fir(6), 6)).toEqual({ missing: [], needsKey: true });
  expect(readFeedback(fir(7), 6)).toEqual({ missing: [], needsKey: false });
});

test('bytes without sense are read as nothing', () => {
  const whole = Buffer.concat([nack(5, [1, 2, 3]), fir(5), pli(5)]);
  for (let cut = 0; cut < whole.length; cut += 1) {
    for (let value = 0; value < 256; value += 5) {
      const bytes = Buffer.from(whole.subarray(0, cut + 1));
      bytes[cut] = value;
      expect(readFeedback(bytes, 5).missing.length).toBeLessThan(100);
    }
  }
});
