import { RtcpPacketConverter, RtcpRrPacket, RtcpSourceDescriptionPacket } from 'werift-rtp';
import { describe, expect, test } from '@jest/globals';
import { ReceptionStatistics } from './receiver-report.ts';

describe('receiver reports', () => {
  test('as another implementation reads them', () => {
    const statistics = new ReceptionStatistics(90_000);
    expect(statistics.report(42, 0)).toBeUndefined();
    for (const [index, sequence] of [65_533, 65_534, 65_535, 0, 2, 3, 4, 5].entries()) {
      statistics.count(7, sequence, index * 3_600, index * 40);
    }
    statistics.heard({ ssrc: 7, ntpMiddle: 0xabcd1234, ntpUs: 0, rtpTimestamp: 0 }, 1_000);
    const bytes = statistics.report(42, 1_500) ?? Buffer.alloc(0);
    const [receiver, description] = RtcpPacketConverter.deSerialize(bytes);
    expect(receiver).toBeInstanceOf(RtcpRrPacket);
    expect(receiver).toMatchObject({
      ssrc: 42,
      reports: [
        {
          ssrc: 7,
          fractionLost: Math.floor(255 / 9),
          packetsLost: 1,
          highestSequence: 65_536 + 5,
          jitter: 0,
          lsr: 0xabcd1234,
          dlsr: 32_768,
        },
      ],
    });
    expect(description).toBeInstanceOf(RtcpSourceDescriptionPacket);
    expect(description).toMatchObject({
      chunks: [{ source: 42, items: [{ type: 1, text: 'casement' }] }],
    });
    expect(statistics.report(42, 2_000)?.readUInt8(12)).toBe(0);
  });

  test('count anew with another sender', () => {
    const statistics = new ReceptionStatistics(90_000);
    statistics.count(7, 10, 0, 0);
    statistics.count(7, 20, 0, 0);
    statistics.count(8, 30_000, 0, 0);
    const bytes = statistics.report(1, 0) ?? Buffer.alloc(52);
    expect(bytes.readUInt32BE(8)).toBe(8);
    expect(bytes.readIntBE(13, 3)).toBe(0);
    expect(bytes.readUInt32BE(16)).toBe(30_000);
  });
});
