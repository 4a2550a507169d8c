import { RtpHeader, RtpPacket } from 'werift-rtp';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseRtp, senderOf, sequenceStep } from './packet.ts';

test('reads what another implementation wrote', () => {
  const bytes = new RtpPacket(
    new RtpHeader({
      marker: true,
      payloadType: 97,
      sequenceNumber: 65_535,
      timestamp: 0xfffffffe,
      ssrc: 0xdeadbeef,
      csrc: [1, 2],
      extension: true,
      extensions: [{ id: 1, payload: Buffer.from('abc') }],
      padding: true,
      paddingSize: 3,
    }),
    Buffer.from('payload'),
  ).serialize();
  const packet = parseRtp(bytes);
  expect(packet).toMatchObject({
    marker: true,
    payloadType: 97,
    sequence: 65_535,
    timestamp: 0xfffffffe,
    ssrc: 0xdeadbeef,
  });
  expect(packet?.payload.toString()).toBe('payload');
});

test.each([
  ['too short', Buffer.alloc(11, 0x80)],
  ['another version', Buffer.alloc(20, 0x40)],
  ['more sources than bytes', Buffer.concat([Buffer.from([0x8f]), Buffer.alloc(15)])],
  ['an extension without length', Buffer.concat([Buffer.from([0x90]), Buffer.alloc(13)])],
  ['an extension beyond the end', Buffer.concat([Buffer.from([0x90]), Buffer.alloc(14, 0xff)])],
  ['more padding than payload', Buffer.concat([Buffer.from([0xa0]), Buffer.alloc(12, 0xff)])],
])('refuses %s', (_, bytes) => {
  expect(parseRtp(bytes)).toBeUndefined();
});

test('the sender is told by the header alone, of the same bytes that are packets', () => {
  const header = new RtpHeader({
    payloadType: 97,
    ssrc: 0xdeadbeef,
    padding: true,
    paddingSize: 3,
  });
  const bytes = new RtpPacket(header, Buffer.from('payload')).serialize();
  const told = { payloadType: 97, ssrc: 0xdeadbeef };
  expect([parseRtp(bytes), senderOf(bytes), senderOf(bytes.subarray(0, 12))]).toEqual([
    expect.objectContaining(told),
    told,
    told,
  ]);
  expect([bytes.subarray(0, 11), Buffer.alloc(20, 0x40)].map(senderOf)).toEqual([
    undefined,
    undefined,
  ]);
});

test('any bytes are read or refused, never worse', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const packet = parseRtp(Buffer.from(bytes));
      expect(packet === undefined || packet.payload.length <= bytes.length - 12).toBe(true);
    }),
  );
});

test('sequence numbers wrap', () => {
  expect(sequenceStep(65_535, 0)).toBe(1);
  expect(sequenceStep(0, 65_535)).toBe(-1);
  expect(sequenceStep(5, 5)).toBe(0);
});

test('a padding count of zero takes nothing away', () => {
  const bytes = Buffer.concat([Buffer.from([0xa0]), Buffer.alloc(11), Buffer.from([1, 2, 0, 0])]);
  expect(parseRtp(bytes)?.payload).toEqual(Buffer.from([1, 2, 0, 0]));
});
