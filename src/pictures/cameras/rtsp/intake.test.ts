import { performance } from 'node:perf_hooks';
import { afterEach, expect, jest, test } from '@jest/globals';
import { caseClip, type ClipName } from '../../../workshop/testing/camera-cases/clips.ts';
import type { AccessUnit, VideoUnit } from '../media.ts';
import { newHabits } from './habits.ts';
import { Intake } from './intake.ts';
import { limits } from './limits.ts';
import { planMedia } from './media-plan.ts';
import { parseSdp } from './read-sdp.ts';
import { pack, pictures, rtpBytes, shippedClip } from '../../media/testing/h264.ts';
import { usualSdp } from './testing/scripted-camera.ts';
import { describeWith } from './testing/tools.ts';
import { cameraId } from './testing/watching.ts';

afterEach(() => void jest.restoreAllMocks());

/** Fifteen pictures a second, as the clip has, and as many packets of sound. */
const intervalMs = 1_000 / 15;
const clip = pictures(shippedClip());

/** An intake on a clock that the test moves. */
function intakeAt(startedAt: number) {
  const clock = jest.spyOn(performance, 'now').mockReturnValue(startedAt);
  const units: AccessUnit[] = [];
  const intake = new Intake({
    plan: planMedia(parseSdp(usualSdp)),
    transport: 'tcp',
    stamp: { camera: cameraId(), epoch: 1 },
    habits: newHabits(),
    openedAt: 0,
    now: () => 0,
    deliver: (unit) => void units.push(unit),
  });
  let sequence = 0;
  /** Picture `number` and its sound, read at `now`. */
  const read = (number: number, now: number, ssrc = 1): void => {
    clock.mockReturnValue(now);
    const filmed = number * intervalMs;
    for (const { marker, payload } of pack(clip[number % clip.length] ?? [])) {
      sequence += 1;
      const timestamp = Math.round(filmed * 90);
      intake.video.rtp(rtpBytes({ sequence, timestamp, marker, ssrc, payload }));
    }
    const timestamp = Math.round(filmed * 8);
    const sound = { sequence: number, timestamp, payloadType: 0, ssrc, payload: Buffer.alloc(160) };
    intake.audio?.rtp(rtpBytes(sound));
  };
  /** Packets of sound one after the other, `stepTicks` apart by the camera, read at `now`. */
  const soundOf = (count: number, stepTicks: number, now: number): void => {
    clock.mockReturnValue(now);
    for (let at = 0; at < count; at += 1) {
      sequence += 1;
      const timestamp = (at * stepTicks) >>> 0;
      const payload = Buffer.alloc(1);
      intake.audio?.rtp(rtpBytes({ sequence, timestamp, payloadType: 0, ssrc: 1, payload }));
    }
  };
  const heard = (kind: AccessUnit['kind']): number[] =>
    units.flatMap((unit) => (unit.kind === kind ? [Math.round(unit.heardAt)] : []));
  return { read, heard, soundOf };
}

test.each([0, 1, 80, 8_000, -8_000, 2 ** 31])(
  'a flood of sound, %i ticks apart, is no more than a camera could need',
  (stepTicks) => {
    const { read, heard, soundOf } = intakeAt(1_000);
    read(0, 1_000);
    read(1, 1_000);
    soundOf(10_000, stepTicks, 1_000);
    expect(heard('audio').length).toBeGreaterThan(1_900);
    expect(heard('audio').length).toBeLessThanOrEqual(limits.soundUnits.atOnce);
    for (let second = 2; second < 12; second += 1) soundOf(5_000, stepTicks, second * 1_000);
    const most = limits.soundUnits.atOnce + 10 * limits.soundUnits.perSecond;
    expect(heard('audio').length).toBeLessThanOrEqual(most);
  },
);

test('ten seconds of the finest sound at once are taken', () => {
  const { read, heard, soundOf } = intakeAt(1_000);
  read(0, 1_000);
  read(1, 1_000);
  soundOf(1_880, 43, 11_000);
  expect(heard('audio').length).toBeGreaterThanOrEqual(1_880);
});

test.each(['video', 'audio'] as const)(
  'of a backlog, %s is dated as it came, not as it was read',
  (kind) => {
    const { read, heard } = intakeAt(1_000);
    for (let number = 0; number < 15; number += 1) read(number, 1_000 + number * intervalMs);
    for (let number = 15; number < 75; number += 1) read(number, 6_000);
    for (let number = 75; number < 90; number += 1) read(number, 1_000 + number * intervalMs);
    const found = heard(kind).slice(0, 85);
    expect(found.length).toBeGreaterThan(80);
    // The first picture is whole when the next one begins: the marker is not believed yet.
    const from = found.length - 70;
    for (const [index, at] of found.slice(from).entries()) {
      const before = found[from + index - 1] ?? 0;
      expect(Math.abs(at - before - intervalMs)).toBeLessThan(3);
    }
    expect(Math.abs((found.at(-1) ?? 0) - (1_000 + 84 * intervalMs))).toBeLessThan(2 * intervalMs);
  },
);

test.each([1, 2])(
  'the key picture that was awaited since it was opened is not late: sender %i',
  (ssrc) => {
    const { read, heard } = intakeAt(1_000);
    // From right after a key picture: the clip has one every fifteen.
    for (let number = 1; number < 33; number += 1) {
      read(number, 1_000 + (number - 1) * intervalMs, number < 2 ? 1 : ssrc);
    }
    for (const [index, at] of heard('video').entries()) {
      // Each is whole when the next one begins, and of the step to another sender nothing is known.
      const readAt = 1_000 + (15 + index) * intervalMs;
      expect(at).toBeLessThanOrEqual(Math.ceil(readAt));
      expect(at).toBeGreaterThan(readAt - 4 * intervalMs);
    }
    expect(heard('video').length).toBeGreaterThan(14);
  },
);

test.each(['video', 'audio'] as const)('another sender is no news of how late %s is', (kind) => {
  const { read, heard } = intakeAt(1_000);
  for (let number = 0; number < 16; number += 1) read(number, 1_000 + number * intervalMs);
  read(900, 6_000, 2);
  for (let number = 901; number < 916; number += 1) read(number, 6_000, 2);
  const found = heard(kind);
  const after = found.slice(-16);
  expect(after[0]).toBeLessThan(2_200);
  expect(after.at(-1)).toBeLessThan(3_200);
});

describeWith('ffmpeg', 'B pictures', () => {
  /** The clip's pictures as a camera sends them that begins as soon as it has one, each at its turn. */
  async function watch(name: ClipName, habits = newHabits(), count = 60) {
    const { pictures: sent, perSecond } = await caseClip(name);
    const clock = jest.spyOn(performance, 'now').mockReturnValue(2_000);
    const units: VideoUnit[] = [];
    const ahead: number[] = [];
    const intake = new Intake({
      plan: planMedia(parseSdp(usualSdp.replace(/;sprop.*/, ''))),
      transport: 'tcp',
      stamp: { camera: cameraId(), epoch: 1 },
      habits,
      openedAt: 0,
      now: () => 0,
      deliver: (unit) => {
        if (unit.kind !== 'video') return;
        units.push(unit);
        ahead.push((unit.displayUs ?? 0) / 1_000 - performance.now());
      },
    });
    let sequence = 0;
    for (const [turn, { nals, shown }] of sent.slice(0, count).entries()) {
      clock.mockReturnValue(2_000 + (turn * 1_000) / perSecond);
      for (const { marker, payload } of pack(nals)) {
        sequence += 1;
        intake.video.rtp(rtpBytes({ sequence, timestamp: shown * 6_000, marker, payload }));
      }
    }
    return { units, ahead, intake };
  }

  test.each(['b-pictures', 'b-pyramid'] as const)(
    '%s: each once, in its order and at its time, never ahead of its arrival',
    async (name) => {
      const { units, ahead } = await watch(name);
      expect(units.length).toBeGreaterThan(55);
      for (const [at, { timestampUs, displayUs = 0 }] of units.entries()) {
        expect(displayUs).toBeGreaterThanOrEqual(timestampUs);
        expect(timestampUs).toBeGreaterThan(units[at - 1]?.timestampUs ?? -Infinity);
      }
      const shown = units.map(({ displayUs = 0 }) => displayUs).toSorted((a, b) => a - b);
      for (const [at, us] of shown.slice(1, 50).entries()) {
        expect(Math.abs(us - (shown[at] ?? 0) - 66_667)).toBeLessThan(200);
      }
      expect(Math.max(...ahead)).toBeLessThanOrEqual(0);
    },
  );

  test('of which nobody knew: what cannot be shown any more is left out, and known from then on', async () => {
    const habits = newHabits();
    const { units: first } = await watch('b-pictures-untold', habits);
    expect(habits.reorderDepth).toBe(1);
    const { units: second, ahead } = await watch('b-pictures-untold', habits);
    expect(second.length).toBe(first.length + 2);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(0);
    for (const units of [first, second]) {
      for (const { timestampUs, displayUs = 0 } of units) {
        expect(displayUs).toBeGreaterThanOrEqual(timestampUs);
      }
    }
  });

  test('what WebRTC cannot show is told: may be so, is so, is not so', async () => {
    const told = async (name: ClipName, habits = newHabits(), count?: number) =>
      (await watch(name, habits, count)).intake.tracks(false)?.video.hurdle;
    expect(await told('usual')).toBeUndefined();
    expect(await told('b-pictures', newHabits(), 2)).toEqual({ reason: 'b-pictures', seen: false });
    expect(await told('b-pictures')).toEqual({ reason: 'b-pictures', seen: true });
    const habits = { ...newHabits(), inOrder: 100 };
    expect(await told('b-pictures', habits, 2)).toBeUndefined();
    expect(await told('open-gop-without-b-pictures', newHabits(), 8)).toEqual({
      reason: 'no-idr',
      seen: false,
    });
    expect(await told('open-gop-without-b-pictures')).toEqual({ reason: 'no-idr', seen: true });
  });

  test('the tracks are one object until something of them changes', async () => {
    const { intake } = await watch('b-pictures');
    expect(intake.tracks(false)).toBe(intake.tracks(false));
  });
});
