import { performance } from 'node:perf_hooks';
import { afterEach, expect, jest, test } from '@jest/globals';
import type { AccessUnit } from '../media.ts';
import { newHabits } from './habits.ts';
import { Intake } from './intake.ts';
import { planMedia } from './media-plan.ts';
import { parseSdp } from './sdp.ts';
import { pack, pictures, rtpBytes, shippedClip } from './testing/h264.ts';
import { usualSdp } from './testing/scripted-camera.ts';
import { cameraId } from './testing/watching.ts';

afterEach(() => void jest.restoreAllMocks());

/** Fifteen pictures a second, as the clip has, and as many packets of sound. */
const everyMs = 1_000 / 15;
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
    const filmed = number * everyMs;
    for (const { marker, payload } of pack(clip[number % clip.length] ?? [])) {
      sequence += 1;
      const timestamp = Math.round(filmed * 90);
      intake.video.rtp(rtpBytes({ sequence, timestamp, marker, ssrc, payload }));
    }
    const timestamp = Math.round(filmed * 8);
    const sound = { sequence: number, timestamp, payloadType: 0, ssrc, payload: Buffer.alloc(160) };
    intake.audio?.rtp(rtpBytes(sound));
  };
  const heard = (kind: AccessUnit['kind']): number[] =>
    units.flatMap((unit) => (unit.kind === kind ? [Math.round(unit.heardAt)] : []));
  return { read, heard };
}

test.each(['video', 'audio'] as const)(
  'of a backlog, %s is dated as it came, not as it was read',
  (kind) => {
    const { read, heard } = intakeAt(1_000);
    for (let number = 0; number < 15; number += 1) read(number, 1_000 + number * everyMs);
    for (let number = 15; number < 75; number += 1) read(number, 6_000);
    for (let number = 75; number < 90; number += 1) read(number, 1_000 + number * everyMs);
    const found = heard(kind).slice(0, 85);
    expect(found.length).toBeGreaterThan(80);
    // The first picture is whole when the next one begins: the marker is not believed yet.
    const from = found.length - 70;
    for (const [index, at] of found.slice(from).entries()) {
      const before = found[from + index - 1] ?? 0;
      expect(Math.abs(at - before - everyMs)).toBeLessThan(3);
    }
    expect(Math.abs((found.at(-1) ?? 0) - (1_000 + 84 * everyMs))).toBeLessThan(2 * everyMs);
  },
);

test.each(['video', 'audio'] as const)('another sender is no news of how late %s is', (kind) => {
  const { read, heard } = intakeAt(1_000);
  for (let number = 0; number < 16; number += 1) read(number, 1_000 + number * everyMs);
  read(900, 6_000, 2);
  for (let number = 901; number < 916; number += 1) read(number, 6_000, 2);
  const found = heard(kind);
  const after = found.slice(-16);
  expect(after[0]).toBeLessThan(2_200);
  expect(after.at(-1)).toBeLessThan(3_200);
});
