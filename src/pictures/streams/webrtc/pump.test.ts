import { afterEach, expect, jest, test } from '@jest/globals';
import type { AccessUnit } from '../../cameras/media.ts';
import { newCameraId } from '../../../identity/ids.ts';
import type { Feed } from '../feed.ts';
import { createPackets } from './packets.ts';
import { createPump } from './pump.ts';
import type { Pump, PumpOptions } from './pump.ts';
import { createRtpStream } from './rtp.ts';

const stamp = { camera: newCameraId(), epoch: 1 };
const video = (timestampUs: number, key = false): AccessUnit => ({
  kind: 'video',
  stamp,
  timestampUs,
  key,
  nals: [Uint8Array.of(key ? 0x65 : 0x41, 1, 2)],
  arrivedAt: Date.now(),
  heardAt: performance.now(),
});
const audio = (timestampUs: number): AccessUnit => {
  return {
    kind: 'audio',
    track: { codec: 'pcmu', sampleRate: 8000, channels: 1 },
    stamp,
    timestampUs,
    data: new Uint8Array(160),
    arrivedAt: Date.now(),
    heardAt: performance.now(),
  };
};

const open: Pump[] = [];
afterEach(() => {
  for (const pump of open.splice(0)) pump.stop();
});

const isMedia = (packet: Buffer): boolean => (packet[1] ?? 0) !== 200;

/** A pump on a feed that the test feeds itself. */
function setUp(past: readonly AccessUnit[], options: Partial<PumpOptions> = {}) {
  const listeners = new Set<(unit: AccessUnit) => void>();
  const seen = { video: 0, audio: 0, asked: [] as AccessUnit['kind'][], refused: 0 };
  const feed: Feed = {
    stamp,
    opening: 1,
    ready: () => Promise.reject(new Error('not asked')),
    online: () => true,
    lastKey: () => undefined,
    watch(listener) {
      for (const unit of past) listener(unit);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const pump = createPump({
    feed,
    since: 0,
    admit: (unit) => void seen.asked.push('data' in unit ? 'audio' : 'video'),
    onRefused: () => void (seen.refused += 1),
    cname: 'c',
    packets: createPackets(),
    video: createRtpStream(96),
    audio: createRtpStream(0),
    sendVideo(packet) {
      if (isMedia(packet)) seen.video += 1;
      return true;
    },
    sendAudio(packet) {
      if (isMedia(packet)) seen.audio += 1;
      return true;
    },
    hears: () => true,
    ...options,
  });
  open.push(pump);
  const emit = (...units: readonly AccessUnit[]): void => {
    for (const unit of units) for (const listener of listeners) listener(unit);
  };
  return { pump, seen, emit, listeners };
}

test('nothing before start, and nothing before the first key picture', () => {
  const { pump, seen, emit, listeners } = setUp([]);
  expect(listeners.size).toBe(0);
  pump.start();
  pump.start();
  expect(listeners.size).toBe(1);
  emit(audio(0), video(40_000));
  expect(seen).toMatchObject({ video: 0, audio: 0, asked: [] });
  emit(video(80_000, true), audio(80_000), video(120_000));
  expect(seen).toMatchObject({ video: 2, audio: 1, asked: ['video', 'audio', 'video'] });
});

test('a display that is refused is sent nothing, no report of the sender either', () => {
  const left: Buffer[] = [];
  const { pump, seen } = setUp([video(0, true)], {
    admit() {
      throw new Error('its lease is over');
    },
    sendVideo: (packet) => left.push(packet) > 0,
  });
  pump.start();
  expect([left, seen.refused]).toEqual([[], 1]);
});

test('the past is sent as pictures only', () => {
  const { pump, seen } = setUp([video(0, true), audio(0), video(40_000), audio(20_000)]);
  pump.start();
  expect(seen).toMatchObject({ video: 2, audio: 0, asked: ['video', 'video'] });
});

test('a past from before is passed over up to a key picture, without being asked about', () => {
  const of = (heardAt: number, key = false): AccessUnit => ({ ...video(heardAt, key), heardAt });
  const old = setUp([of(1, true), of(2), of(3)], { since: 2 });
  old.pump.start();
  expect(old.seen).toMatchObject({ video: 0, asked: [] });
  old.emit(of(4), of(5, true), of(6));
  expect(old.seen).toMatchObject({ video: 2, asked: ['video', 'video'], refused: 0 });
  const own = setUp([of(2, true), of(3)], { since: 2 });
  own.pump.start();
  expect(own.seen).toMatchObject({ video: 2, refused: 0 });
});

test('what comes now and is from before is passed over, and followed by a key picture', () => {
  const of = (heardAt: number, key = false): AccessUnit => ({ ...video(heardAt, key), heardAt });
  const { pump, seen, emit } = setUp([], { since: 3 });
  pump.start();
  emit(of(1, true), of(2), of(3), of(3, true), { ...audio(0), heardAt: 2 });
  expect(seen).toMatchObject({ video: 1, audio: 0, refused: 0 });
  emit({ ...audio(0), heardAt: 4 }, of(2), of(5), of(6, true));
  expect(seen).toMatchObject({ video: 2, audio: 1, refused: 0 });
  expect(seen.asked).toEqual(['video', 'audio', 'video']);
});

test('a display that took no sound gets none', () => {
  const { pump, seen, emit } = setUp([video(0, true)], { hears: () => false });
  pump.start();
  emit(audio(40_000));
  expect(seen).toMatchObject({ audio: 0, asked: ['video'] });
});

test('sound of which the first packet did not leave is told by the next', () => {
  const passes = [false, true, true];
  const left: [bytes: number, units: number][] = [];
  const { pump, emit } = setUp([video(0, true)], {
    sendAudio: (packet) => !isMedia(packet) || passes.shift() === true,
    onSent: (bytes, units) => void left.push([bytes, units]),
  });
  pump.start();
  left.length = 0;
  emit({ ...audio(40_000), data: new Uint8Array(1_000) } as AccessUnit);
  expect(left).toEqual([
    [492, 1],
    [52, 0],
  ]);
});

test('lets go of the feed when stopped, and when refused in the middle of the past', () => {
  const stopped = setUp([video(0, true)]);
  stopped.pump.start();
  stopped.pump.stop();
  expect(stopped.listeners.size).toBe(0);
  stopped.pump.start();
  expect(stopped.listeners.size).toBe(0);

  const refused = setUp([video(0, true), video(40_000)], {
    admit() {
      throw new Error('no');
    },
  });
  refused.pump.start();
  expect(refused.listeners.size).toBe(0);
  expect(refused.seen).toMatchObject({ video: 0, refused: 1 });
});

test('pictures that would be shown before those already sent are left out', () => {
  const shown = (timestampUs: number, displayUs: number, key = false): AccessUnit => {
    const unit = video(timestampUs, key);
    return unit.kind === 'video' ? { ...unit, displayUs } : unit;
  };
  const { pump, seen, emit } = setUp([shown(0, 40, true), shown(10, 160), shown(20, 80)]);
  pump.start();
  expect(seen.video).toBe(2);
  for (const unit of [shown(30, 120), shown(40, 280), shown(50, 200)]) emit(unit);
  expect(seen.video).toBe(3);
});

test('of a flood of messages from a display no more are read than any display has to say', () => {
  const { pump, seen, emit } = setUp([video(0, true)]);
  pump.start();
  emit(...Array.from({ length: 40 }, (_, at) => video((at + 1) * 40_000)));
  const before = seen.asked.length;
  let read = 0;
  // Reading is what costs: each is told how often it was looked at.
  class Told extends Buffer {
    override readUInt8(offset?: number): number {
      read += 1;
      return super.readUInt8(offset);
    }
  }
  const message = Buffer.from('81cd0003000000010000000000000000', 'hex');
  Object.setPrototypeOf(message, Told.prototype);
  for (let at = 0; at < 10_000; at += 1) pump.control(message);
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(1_000);
  expect(seen.asked.length).toBe(before);
});

/** Whether a display that asks for a key picture so long after its beginning is given a GOP of that length anew. */
function isGivenAnew(filmedForMs: number, afterMs: number): boolean {
  const clock = jest.spyOn(performance, 'now');
  try {
    const beganAt = 1_000_000;
    clock.mockReturnValue(beganAt);
    const stream = createRtpStream(96);
    const key = { ...video(0, true), heardAt: beganAt - filmedForMs };
    const { pump, seen } = setUp([key], { video: stream });
    pump.start();
    clock.mockReturnValue(beganAt + afterMs);
    const asks = Buffer.from('81ce00020000000100000000', 'hex');
    asks.writeUInt32BE(stream.ssrc, 8);
    pump.control(asks);
    return seen.video === 2;
  } finally {
    clock.mockRestore();
  }
}

test('the longer a GOP is, the less often a display is given it anew', () => {
  expect([isGivenAnew(1_000, 400), isGivenAnew(1_000, 600)]).toEqual([false, true]);
  expect([isGivenAnew(10_000, 4_000), isGivenAnew(10_000, 6_000)]).toEqual([false, true]);
});
