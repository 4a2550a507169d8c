import { expect, test } from '@jest/globals';
import { parseSdp } from './read-sdp.ts';
import { StreamReceiver } from './stream-receiver.ts';
import { rtpBytes } from '../../media/testing/h264.ts';
import { usualSdp } from './testing/scripted-camera.ts';
import type { TransportKind } from './transport.ts';

const [format] = parseSdp(usualSdp).media[0]?.formats ?? [];

function receiver(packet?: () => void, transport: TransportKind = 'tcp') {
  const heard: string[] = [];
  if (format === undefined) throw new Error('an SDP without format');
  const stream = new StreamReceiver(format, transport, {
    packet: packet ?? (({ sequence }) => heard.push(`packet ${sequence}`)),
    newSender: () => heard.push('new sender'),
    senderReport: ({ ssrc }) => heard.push(`report ${ssrc}`),
  });
  return { heard, stream };
}

const bytes = (sequence: number, fields: { ssrc?: number; payloadType?: number } = {}): Buffer =>
  rtpBytes({ sequence, timestamp: 0, ssrc: 1, payload: Buffer.alloc(4), ...fields });

function senderReport(ssrc: number): Buffer {
  const report = Buffer.alloc(28);
  report.writeUInt32BE(0x80c80006);
  report.writeUInt32BE(ssrc, 4);
  return report;
}

test('only the agreed format, and the sender that sends it, are heard', () => {
  const { heard, stream } = receiver();
  stream.rtcp(senderReport(1));
  stream.rtp(bytes(1));
  stream.rtp(bytes(2, { payloadType: 77 }));
  stream.rtp(Buffer.alloc(40));
  stream.rtcp(senderReport(2));
  stream.rtcp(senderReport(1));
  stream.rtp(bytes(9, { ssrc: 2 }));
  expect(heard).toEqual(['packet 1', 'report 1', 'new sender', 'packet 9']);
});

test('what goes wrong with a packet stays here, and counts as damage', () => {
  const { heard, stream } = receiver(() => {
    throw new Error('unforeseen');
  });
  stream.rtp(bytes(1));
  expect(heard).toEqual(['new sender']);
});

test('over UDP another sender is not heard, nor its reports, while the first one sends', () => {
  const { heard, stream } = receiver(undefined, 'udp');
  stream.announced(1);
  stream.rtp(bytes(7, { ssrc: 2 }));
  const before = stream.heardAt;
  stream.rtp(bytes(1));
  stream.rtp(bytes(8, { ssrc: 2 }));
  stream.rtcp(senderReport(2));
  stream.rtcp(Buffer.from('81cb000100000002', 'hex'));
  stream.rtp(bytes(2));
  stream.rtcp(senderReport(1));
  expect(before).toBe(-Infinity);
  expect(heard).toEqual(['packet 1', 'packet 2', 'report 1']);
});

test('by its header alone, a packet of the agreed format and of the one that sends is expected', () => {
  const { stream } = receiver();
  const other = bytes(2, { ssrc: 2 });
  expect([bytes(1), other].map((one) => stream.expects(one))).toEqual([true, true]);
  stream.rtp(bytes(1));
  const header = bytes(2).subarray(0, 12);
  expect(stream.expects(header)).toBe(true);
  const others = [other, bytes(2, { payloadType: 77 }), header.subarray(0, 11), Buffer.alloc(12)];
  expect(others.map((one) => stream.expects(one))).toEqual([false, false, false, false]);
});
