import { expect, test } from '@jest/globals';
import type { AudioTrack, Tracks } from '../../media/unit.ts';
import { frame, newStamp } from '../../../workshop/testing/units.ts';
import { createAudioLine } from './audio-line.ts';
import { silentFrame, silentTrack } from '../../media/aac/silence.ts';

const stamp = newStamp();
const tracks = (audio?: AudioTrack): Tracks => ({
  video: {
    codec: 'h264',
    sps: new Uint8Array(4),
    pps: new Uint8Array(4),
    width: 64,
    height: 64,
    profileLevelId: '42c01e',
  },
  ...(audio && { audio }),
});
const aac = (change: Partial<AudioTrack & { codec: 'aac' }> = {}): AudioTrack => ({
  codec: 'aac',
  sampleRate: 48000,
  channels: 1,
  config: Uint8Array.of(0x11, 0x88),
  ...change,
});
const frameMs = 64 / 3;

test.each([
  ['no sound', undefined],
  ['G.711', { codec: 'pcmu', sampleRate: 8000, channels: 1 } as const],
  ['AAC of a kind MPEG-TS cannot name', aac({ config: Uint8Array.of(0xb9, 0x88) })],
])('a camera with %s gets silence without gap or drift', (_, audio) => {
  const line = createAudioLine(tracks(audio), 0);
  line.push(frame(stamp, 10), 10_000);
  expect(line.track).toBe(silentTrack);
  const taken = [1, 2, 3, 3600].flatMap((end) => line.take(end * 1_000_000));
  expect(taken.every(({ unit, data }) => unit === undefined && data === silentFrame(1))).toBe(true);
  expect(taken).toHaveLength(3600 * (48000 / 1024));
  expect(taken.at(-1)?.atUs).toBeCloseTo(3_600_000_000 - frameMs * 1000, 0);
});

test('the camera’s own AAC passes through untouched', () => {
  const line = createAudioLine(tracks(aac()), 0);
  const units = Array.from({ length: 47 }, (_, i) => frame(stamp, i * frameMs));
  for (const unit of units) line.push(unit, unit.timestampUs);
  const taken = line.take(1_000_000);
  expect(taken.map(({ unit }) => unit)).toEqual(units);
});

test('no sound is placed before its run begins, where the sound of the run before may still be', () => {
  const line = createAudioLine(tracks(aac()), 1_000_000);
  line.push(frame(stamp, 900), 900_000);
  line.push(frame(stamp, 995), 995_000);
  line.push(frame(stamp, 995 + frameMs), 995_000 + frameMs * 1_000);
  const taken = line.take(1_040_000).map(({ atUs }) => atUs);
  expect(taken).toEqual([1_000_000, 995_000 + frameMs * 1_000]);
});

test('nor before the place it was cut back to', () => {
  const line = createAudioLine(tracks(aac()), 0);
  for (let i = 0; i < 5; i += 1) line.push(frame(stamp, i * frameMs), i * frameMs * 1_000);
  line.cutBack(90_000);
  line.push(frame(stamp, 85), 85_000);
  expect(line.take(200_000).at(-1)?.atUs).toBe(90_000);
});

test('sound that is a little late goes into the next segment, none lost', () => {
  const line = createAudioLine(tracks(aac()), 0);
  const units = Array.from({ length: 80 }, (_, i) => frame(stamp, i * frameMs));
  for (const unit of units.slice(0, 30)) line.push(unit, unit.timestampUs);
  expect(line.take(1_000_000)).toHaveLength(30);
  for (const unit of units.slice(30)) line.push(unit, unit.timestampUs);
  expect(line.take(2_000_000)).toHaveLength(50);
});

test('sound that stays away is replaced by silence, and does not go back when it returns', () => {
  const line = createAudioLine(tracks(aac()), 0);
  line.push(frame(stamp, 0), 0);
  const filled = line.take(2_000_000);
  expect(filled.at(0)?.unit).toBeDefined();
  expect(filled.slice(1).every(({ unit }) => unit === undefined)).toBe(true);
  expect(filled.at(-1)?.atUs).toBeGreaterThan(1_970_000);
  line.push(frame(stamp, 1500), 1_500_000);
  line.push(frame(stamp, 2010), 2_010_000);
  const after = line.take(2_100_000);
  expect(after.map(({ atUs }) => atUs)).toEqual([2_010_000]);
});

test.each([
  ['within a segment', 800],
  ['and comes back ahead of its end', 1_100],
])('silence takes the place of sound that stays away %s', (_, backMs) => {
  const line = createAudioLine(tracks(aac()), 0);
  for (let i = 0; i < 5; i += 1) line.push(frame(stamp, i * frameMs), i * frameMs * 1_000);
  for (let i = 0; i < 20; i += 1) {
    const ms = backMs + i * frameMs;
    line.push(frame(stamp, ms), ms * 1_000);
  }
  const taken = [...line.take(1_000_000), ...line.take(2_000_000)].map(({ atUs }) => atUs);
  const steps = taken.slice(1).map((atUs, index) => (atUs - (taken[index] ?? 0)) / 1_000);
  for (const step of steps) {
    expect(step).toBeLessThan(frameMs * 1.5);
    expect(step).toBeGreaterThan(frameMs / 2 - 0.001);
  }
});

test('what is said to be hours ahead is not led up to', () => {
  const line = createAudioLine(tracks(aac()), 0);
  line.push(frame(stamp, 0), 0);
  line.push(frame(stamp, 36e5), 36e8);
  expect(line.take(36e8 + 100_000).length).toBeLessThan(3);
});

test('a segment is never without sound', () => {
  const line = createAudioLine(tracks(aac({ channels: 2, config: Uint8Array.of(0x11, 0x90) })), 0);
  const taken = line.take(300_000);
  expect(taken).toHaveLength(15);
  expect(taken[0]?.data).toBe(silentFrame(2));
});

test('sound costs no more than two frames for the time of one, however its times lie', () => {
  const line = createAudioLine(tracks(aac({ config: Uint8Array.of(0x10, 0x08) })), 0);
  for (let ms = 0; ms < 10_000; ms += 1) line.push(frame(stamp, ms), ms * 1_000);
  expect(line.take(10_000_000).length).toBeLessThan(2 * (96_000 / 1_024) * 10);
});
