import { describe, expect, test } from '@jest/globals';
import { wellBehaved } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';
import { rtpTrack } from './rtp.ts';
import { Viewer } from './viewer.ts';
import { clipOf, loadClips } from '../clips/clip.ts';
import type { Clip } from '../clips/clip.ts';

const clips = loadClips();
const frontDoor = clipOf(clips, 'birch/front-door');
const garden = clipOf(clips, 'harbour/garden');

/** A viewer whose packets are kept, driven by a clock of ours that begins at 100 s. */
function watch(behaviour: Partial<Behaviour> = {}, clip: Clip = frontDoor) {
  const watched = { clip, behaviour: { ...wellBehaved, ...behaviour } };
  const sent = { video: [] as Buffer[], audio: [] as Buffer[], control: [] as Buffer[] };
  const sender = (to: Buffer[]) => ({
    media: (packets: readonly Buffer[]) => void to.push(...packets),
    control: (packet: Buffer) => void sent.control.push(packet),
  });
  const video = { rtp: rtpTrack(96, 90_000), sender: sender(sent.video) };
  const audio = { rtp: rtpTrack(97, 16_000), sender: sender(sent.audio) };
  const viewer = new Viewer(watched, { video, audio });
  let now = 100_000;
  return {
    watched,
    sent,
    viewer,
    video,
    audio,
    play: () => viewer.play(now),
    /** Lets time pass with a beat per picture. */
    pass: (seconds: number) => {
      for (let beat = 0; beat < Math.round(seconds * 15); beat++) {
        now += 1000 / 15;
        viewer.beat(now);
      }
    },
    stall: (seconds: number) => {
      now += seconds * 1000;
      viewer.beat(now);
    },
    nalTypes: () => sent.video.map((packet) => (packet[12] ?? 0) & 0x1f),
    sequences: () => sent.video.map((packet) => packet.readUInt16BE(2)),
    /** Timestamps of the pictures, in ticks since the track's first. */
    times: () => [
      ...new Set(sent.video.map((packet) => (packet.readUInt32BE(4) - video.rtp.base) >>> 0)),
    ],
  };
}

const markers = (packets: readonly Buffer[]): number =>
  packets.filter((packet) => ((packet[1] ?? 0) & 0x80) !== 0).length;

describe('a viewer', () => {
  test('begins with SPS, PPS and a key picture, at once', () => {
    const { play, nalTypes, sent } = watch();
    play();
    expect(nalTypes().slice(0, 2)).toEqual([7, 8]);
    const third = sent.video[2] ?? Buffer.alloc(0);
    expect((third[12] ?? 0) & 0x1f).toBe(28);
    expect(third[13]).toBe(0x80 | 5);
    expect(markers(sent.video)).toBe(1);
  });

  test('begins where the camera is when told so', () => {
    const { play, nalTypes } = watch({ startAt: 'live' });
    // 100 s at 15 fps is picture 1500, the 60th of the loop: one later is no key picture.
    play();
    expect(nalTypes()[0]).toBe(7);
    const later = watch({ startAt: 'live' });
    later.viewer.play(100_100);
    expect(later.nalTypes()).not.toContain(7);
    const key = watch({ startAt: 'key' });
    key.viewer.play(100_100);
    expect(key.nalTypes()[0]).toBe(7);
  });

  test.each([100_000, 100_100, 107_900])(
    'begins midway between two key pictures when told so, wherever the camera is: %s',
    (now) => {
      const { viewer, nalTypes, sent } = watch({ startAt: 'middle' });
      viewer.play(now);
      expect(nalTypes()).not.toContain(7);
      while (!nalTypes().includes(7)) viewer.beat((now += 1000 / 15));
      // Of 15 pictures the 8th to the 15th, and the next key picture.
      expect(markers(sent.video)).toBe(8 + 1);
    },
  );

  test('goes on across the end of the clip without a seam', () => {
    const { play, pass, times, sequences, sent } = watch();
    play();
    pass(20);
    expect(times()).toEqual(Array.from({ length: 301 }, (_, i) => i * 6000));
    const numbers = sequences();
    expect(numbers.every((n, i) => i === 0 || n === ((numbers[i - 1] ?? 0) + 1) % 65_536)).toBe(
      true,
    );
    // 20 s of AAC at 16 kHz, 1024 samples each, and the one that belongs to the last picture.
    expect(sent.audio.length).toBe(313);
  });

  test('sends reports that fit its timestamps', () => {
    const { play, pass, sent, video, audio } = watch();
    play();
    pass(11);
    const reports = sent.control.filter((packet) => packet[1] === 200);
    expect(reports.length).toBe(6);
    // Both tracks tell one and the same moment, be there a packet of it or not.
    const seconds = ({ rtp }: typeof video) =>
      reports
        .filter((report) => report.readUInt32BE(4) === rtp.ssrc)
        .map((report) => ((report.readUInt32BE(16) - rtp.base) >>> 0) / rtp.clockRate);
    expect(seconds(audio).map((at) => at.toFixed(3))).toEqual(
      seconds(video).map((at) => at.toFixed(3)),
    );
    expect(seconds(video).map(Math.round)).toEqual([0, 5, 10]);
  });

  test('skips what it missed in a long stall and stays on time', () => {
    const { play, pass, stall, times, sent } = watch();
    play();
    pass(1);
    const before = markers(sent.video);
    stall(30);
    expect(markers(sent.video) - before).toBeLessThan(3);
    expect((times().at(-1) ?? 0) / 90_000).toBeCloseTo(31, 0);
  });

  test('freeze: media stops, time goes on, and no reference picture is left out', () => {
    const { play, pass, watched, times, sent } = watch();
    play();
    pass(1);
    const before = sent.video.length;
    const audio = sent.audio.length;
    watched.behaviour = { ...wellBehaved, freeze: true };
    pass(4);
    expect(sent.video.length).toBe(before);
    expect(sent.audio.length).toBe(audio);
    watched.behaviour = wellBehaved;
    pass(1);
    expect(sent.video.length).toBeGreaterThan(before);
    expect(times().at(-1)).toBe(6 * 90_000);
    expect(markers(sent.video)).toBe(16 + 15);
  });

  test('timestamps stand still, jump back and jump forward', () => {
    const { play, pass, watched, times } = watch();
    play();
    pass(2);
    watched.behaviour = { ...wellBehaved, stuckTimestamps: true };
    pass(2);
    expect(times().at(-1)).toBe(180_000);
    watched.behaviour = { ...wellBehaved, shiftTimestamps: -3 };
    pass(1);
    expect(times().at(-1)).toBe((5 - 3) * 90_000 + 0);
    watched.behaviour = { ...wellBehaved, shiftTimestamps: 1000 };
    pass(1);
    expect(times().at(-1)).toBe(1006 * 90_000);
  });

  test('every n-th packet is lost, and its number is missing', () => {
    const { play, pass, sequences, sent } = watch({ loseEvery: 10 }, garden);
    play();
    pass(4);
    const numbers = sequences();
    const gaps = numbers.filter((n, i) => i > 0 && n !== ((numbers[i - 1] ?? 0) + 1) % 65_536);
    expect(gaps.length).toBe(
      Math.floor(sent.video.length / 9) - (sent.video.length % 9 === 0 ? 1 : 0),
    );
  });

  test('every n-th packet is damaged, each in its way', () => {
    const truncated = watch({ damageEvery: 3, damage: 'truncated' }, garden);
    truncated.play();
    expect(truncated.sent.video[2]?.length).toBe(13);
    const version = watch({ damageEvery: 3, damage: 'version' }, garden);
    version.play();
    expect(version.sent.video[2]?.[0]).toBe(0);
    const type = watch({ damageEvery: 3, damage: 'nal-type' }, garden);
    type.play();
    expect(type.sent.video[2]?.[12]).toBe(0x7f);
    const payload = watch({ damageEvery: 1, damage: 'payload', startAt: 'live' }, garden);
    const whole = watch({ startAt: 'live' }, garden);
    payload.play();
    whole.play();
    const bodies = (packets: readonly Buffer[]) => packets.map((packet) => packet.subarray(12));
    expect(bodies(payload.sent.video)).not.toEqual(bodies(whole.sent.video));
    // The clip itself, which all viewers share, is as it was.
    const after = watch({ startAt: 'live' }, garden);
    after.play();
    expect(bodies(after.sent.video)).toEqual(bodies(whole.sent.video));
  });

  test('parameter sets: in band, in one packet, or not at all', () => {
    const aggregate = watch({ aggregate: true });
    aggregate.play();
    expect(aggregate.nalTypes().slice(0, 2)).toEqual([24, 28]);
    const absent = watch({ parameterSets: 'sdp' });
    absent.play();
    expect(absent.nalTypes()[0]).toBe(28);
  });

  test('another clip in the middle of a stream begins with its own key picture', () => {
    const { play, pass, watched, sent, times } = watch();
    play();
    pass(1.4);
    const before = sent.video.length;
    watched.clip = garden;
    pass(1);
    const fresh = sent.video.slice(before);
    expect(fresh[0]?.subarray(12)).toEqual(garden.video.sps);
    expect(times().at(-1)).toBe(36 * 6000);
  });
});
