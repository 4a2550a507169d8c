import { describe, expect, test } from '@jest/globals';
import { LipSync } from './lip-sync.ts';
import { Timeline } from './timeline.ts';

describe('sender reports', () => {
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
