import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import type { AudioUnit, VideoUnit } from '../../cameras/media.ts';
import { newCameraId } from '../../../identity/ids.ts';
import { createPackets } from './packets.ts';

const video: VideoUnit = {
  kind: 'video',
  stamp: { camera: newCameraId(), epoch: 1 },
  timestampUs: 0,
  key: true,
  nals: [Uint8Array.of(0x65, 1, 2)],
  arrivedAt: 0,
  heardAt: 0,
};
const audio: AudioUnit = {
  kind: 'audio',
  stamp: video.stamp,
  track: { codec: 'pcmu', sampleRate: 8000, channels: 1 },
  timestampUs: 0,
  data: Uint8Array.of(3, 4),
  arrivedAt: 0,
  heardAt: 0,
};

test('what a unit is made of is made once, for all displays', () => {
  const packets = createPackets();
  for (const unit of [video, audio]) expect(packets.of(unit)).toBe(packets.of(unit));
  expect(packets.of(video).payloads.map(({ bytes }) => Buffer.from(bytes))).toEqual([
    Buffer.from([0x65, 1, 2]),
  ]);
  expect(packets.of(audio).payloads.map(({ bytes }) => Buffer.from(bytes))).toEqual([
    Buffer.from([3, 4]),
  ]);
});

test('another unit has packets of its own, however alike it is', () => {
  const packets = createPackets();
  const foreign: VideoUnit = {
    ...video,
    stamp: { camera: newCameraId(), epoch: 1 },
    nals: video.nals.map((nal) => Uint8Array.from(nal)),
  };
  const [own] = packets.of(video).payloads;
  const [other] = packets.of(foreign).payloads;
  expect(packets.of(foreign).unit).toBe(foreign);
  expect(other).toEqual(own);
  expect([own?.bytes.buffer, other?.bytes.buffer]).toEqual([
    video.nals[0]?.buffer,
    foreign.nals[0]?.buffer,
  ]);
  expect(other?.bytes.buffer === own?.bytes.buffer).toBe(false);
});

test('payloads that no display remembers are not kept, however long their unit is', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const packets = createPackets();
  const held = packets.of(audio);
  const made = new WeakRef(packets.of(video));
  // What a weak reference leads to stays until the turn is over.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  expect(made.deref()).toBeUndefined();
  expect(packets.of(audio)).toBe(held);
  expect(packets.of(video).payloads).toHaveLength(1);
});
