import {
  RtcpPacketConverter,
  RtcpRrPacket,
  RtcpSenderInfo,
  RtcpSourceDescriptionPacket,
  RtcpSrPacket,
} from 'werift-rtp';
import { describe, expect, test } from '@jest/globals';
import { parseSenderReport, writeSenderReport } from './sender-report.ts';

describe('sender reports', () => {
  test('as another implementation writes them', () => {
    const senderInfo = new RtcpSenderInfo({
      ntpTimestamp: (3_900_000_000n << 32n) | 0x80000000n,
      rtpTimestamp: 123_456,
      packetCount: 1,
      octetCount: 2,
    });
    const bytes = new RtcpSrPacket({ ssrc: 77, senderInfo, reports: [] }).serialize();
    const report = parseSenderReport(Buffer.concat([bytes, Buffer.alloc(8)]));
    expect(report).toEqual({
      ssrc: 77,
      ntpUs: 3_900_000_000_500_000,
      ntpMiddle: (((3_900_000_000 & 0xffff) << 16) | 0x8000) >>> 0,
      rtpTimestamp: 123_456,
    });
    expect(parseSenderReport(bytes.subarray(0, 27))).toBeUndefined();
    expect(parseSenderReport(Buffer.alloc(28))).toBeUndefined();
    const receiver = new RtcpRrPacket({ ssrc: 1 }).serialize();
    expect(parseSenderReport(Buffer.concat([receiver, Buffer.alloc(28)]))).toBeUndefined();
  });

  test('a sender report says what a library that is not ours reads', () => {
    const [report, description] = RtcpPacketConverter.deSerialize(
      writeSenderReport({
        ssrc: 0xdeadbeef,
        cname: 'abc',
        wallMs: 1_700_000_000_500,
        rtpTimestamp: 2 ** 32 + 5,
        packets: 7,
        bytes: 900,
      }),
    );
    if (!(report instanceof RtcpSrPacket)) throw new Error('no sender report');
    expect(report.ssrc).toBe(0xdeadbeef);
    expect(report.senderInfo.ntpTimestamp).toBe(
      (BigInt(1_700_000_000 + 2_208_988_800) << 32n) | 0x80000000n,
    );
    expect(report.senderInfo.rtpTimestamp).toBe(5);
    expect([report.senderInfo.packetCount, report.senderInfo.octetCount]).toEqual([7, 900]);
    if (!(description instanceof RtcpSourceDescriptionPacket)) throw new Error('no description');
    expect(description.chunks[0]?.source).toBe(0xdeadbeef);
    expect(description.chunks[0]?.items[0]).toMatchObject({ type: 1, text: 'abc' });
  });
});
