import {
  RtcpPacketConverter,
  RtcpRrPacket,
  RtcpSenderInfo,
  RtcpSourceDescriptionPacket,
  RtcpSrPacket,
} from 'werift-rtp';
import { describe, expect, test } from '@jest/globals';
import { ReceptionStatistics } from './receiver-report.ts';
import { LipSync, parseSenderReport } from './sender-report.ts';
import { Timeline } from './timeline.ts';

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

  test('bring audio in line with video, gently', () => {
    const video = new Timeline(90_000);
    const audio = new Timeline(8_000);
    const sync = new LipSync(video, audio);
    // Sent at the same moment; the audio came 300 ms later.
    video.stamp(0, 1_000_000);
    let last = audio.stamp(0, 1_300_000);
    const report = (rtpTimestamp: number) => ({ ssrc: 1, ntpMiddle: 0, ntpUs: 9e14, rtpTimestamp });
    sync.audioReport(report(0));
    sync.videoReport(report(0));
    sync.audioReport(report(0));
    for (let index = 1; index <= 1_000; index += 1) {
      const next = audio.stamp(index * 160, 1_300_000 + index * 20_000);
      expect(Math.abs(next - last - 20_000)).toBeLessThanOrEqual(401);
      last = next;
    }
    expect(Math.abs(last - (1_000_000 + 1_000 * 20_000))).toBeLessThan(1_000);
  });

  test('are not believed when the clocks are far apart', () => {
    const video = new Timeline(90_000);
    const audio = new Timeline(8_000);
    const sync = new LipSync(video, audio);
    video.stamp(0, 0);
    audio.stamp(0, 0);
    sync.videoReport({ ssrc: 1, ntpMiddle: 0, ntpUs: 9e14, rtpTimestamp: 0 });
    sync.audioReport({ ssrc: 1, ntpMiddle: 0, ntpUs: 9e14 + 60e6, rtpTimestamp: 0 });
    expect(audio.stamp(800, 100_000)).toBe(100_000);
  });
});

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
