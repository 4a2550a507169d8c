import { expect, test } from '@jest/globals';
import { packetise } from './packets.ts';

const sps = Buffer.from('6764001e', 'hex');
const pps = Buffer.from('68ee', 'hex');
const small = Buffer.concat([Buffer.from([0x41]), Buffer.alloc(99, 1)]);
const large = Buffer.concat([Buffer.from([0x65]), Buffer.alloc(5000, 2)]);
const video = { sps, pps, pictures: [{ key: true, nals: [large, small] }] };

test('a small NAL unit travels whole, a large one in fragments that make it up again', () => {
  const payloads = packetise(video, undefined).pictures[0]?.payloads ?? [];
  expect(payloads.at(-1)).toEqual(small);
  const parts = payloads.slice(0, -1);
  expect(parts.map((part) => part[0])).toEqual(parts.map(() => 0x60 | 28));
  expect(parts.map((part) => part[1])).toEqual([0x85, 0x05, 0x05, 0x45]);
  expect(Buffer.concat([Buffer.from([0x65]), ...parts.map((part) => part.subarray(2))])).toEqual(
    large,
  );
  expect(Math.max(...payloads.map((payload) => payload.length))).toBeLessThanOrEqual(1400);
});

test('parameter sets singly and together', () => {
  const { parameterSets, aggregate } = packetise(video, undefined);
  expect(parameterSets).toEqual([sps, pps]);
  expect(aggregate.map((payload) => payload.toString('hex'))).toEqual(['7800046764001e000268ee']);
});

test('sound: AAC with its size before it, PCMU as it is', () => {
  const frames = [Buffer.from('010203', 'hex')];
  const sound = { sampleRate: 8000, channels: 1, frames, samplesPerFrame: 320 };
  expect(packetise(video, { ...sound, codec: 'pcmu' }).audio).toEqual(frames);
  const [aac] = packetise(video, { ...sound, codec: 'aac' }).audio;
  expect(aac?.toString('hex')).toBe('00100018010203');
});
