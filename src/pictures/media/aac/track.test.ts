import { expect, test } from '@jest/globals';
import { silentTrack } from './silence.ts';
import { frameUs, passesThrough } from './track.ts';

const aac = (config: number[], sampleRate: number) =>
  ({ codec: 'aac', sampleRate, channels: 1, config: Uint8Array.from(config) }) as const;

test('a frame lasts 1024 samples of its core’s rate', () => {
  expect(frameUs(silentTrack)).toBeCloseTo(21_333.33, 1);
  expect(frameUs(aac([0x14, 0x08], 16000))).toBe(64_000);
  // HE-AAC: 24 kHz core, 48 kHz out.
  expect(frameUs(aac([0x2b, 0x11, 0x88, 0x00], 48000))).toBeCloseTo(42_666.67, 1);
});

test('passes LC and HE through, and nothing else', () => {
  expect(passesThrough(aac([0x11, 0x88], 48000))).toBe(true);
  expect(passesThrough(aac([0x2b, 0x11, 0x88, 0x00], 48000))).toBe(true);
  expect(passesThrough(aac([0xb9, 0x88], 48000))).toBe(false);
  expect(passesThrough(aac([0x11], 48000))).toBe(false);
});
