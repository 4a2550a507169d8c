import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import type { VideoUnit } from '../../cameras/media.ts';
import { Failure } from '../../../common/failures.ts';
import { newCameraId } from '../../../identity/ids.ts';
import { createOutbox } from './outbox.ts';
import type { Outbox, OutboxOptions } from './outbox.ts';
import { until } from '../../../workshop/until.ts';

const stamp = { camera: newCameraId(), epoch: 1 };
const unit = (timestampUs: number, key: boolean, bytes = 1000): VideoUnit => ({
  kind: 'video',
  stamp,
  timestampUs,
  key,
  nals: [new Uint8Array(bytes)],
  arrivedAt: Date.now(),
  heardAt: performance.now(),
});

const payload = { marker: false, bytes: new Uint8Array(0) };

const open: Outbox[] = [];
afterEach(() => {
  for (const outbox of open.splice(0)) outbox.close();
});

/** An outbox whose network can be shut, with packets of one 100th of the unit's bytes. */
function setUp(options: Partial<OutboxOptions> = {}) {
  const seen = {
    sent: [] as number[],
    numbers: [] as number[],
    late: [] as boolean[],
    passes: true,
    refused: 0,
  };
  const outbox = createOutbox({
    send(packet) {
      if (!seen.passes) return false;
      seen.sent.push(packet.readUInt32BE(4));
      seen.numbers.push(packet.readUInt16BE(2));
      return true;
    },
    admit() {},
    onRefused: () => void (seen.refused += 1),
    stream: {
      first: 1,
      write(_payload, number, timestamp) {
        const packet = Buffer.alloc(12);
        packet.writeUInt16BE(number, 2);
        packet.writeUInt32BE(timestamp, 4);
        return packet;
      },
    },
    packetize(one, late) {
      seen.late.push(late);
      const length = Math.ceil((one.nals[0]?.length ?? 0) / 100);
      const payloads = Array.from({ length }, () => payload);
      return { unit: one, payloads, timestamp: one.timestampUs };
    },
    ...options,
  });
  open.push(outbox);
  return { outbox, seen };
}

test('what is small leaves at once, a burst is paced', async () => {
  const { outbox, seen } = setUp();
  outbox.video(unit(1, true, 1000), false);
  expect(seen.sent).toHaveLength(10);
  outbox.video(unit(2, false, 40_000), false);
  expect(seen.sent.length).toBeLessThan(200);
  await until(() => seen.sent.length === 410);
  expect(seen.numbers).toEqual(seen.numbers.map((_, index) => index + 1));
});

test('what waited is late, what came in time is not', async () => {
  const { outbox, seen } = setUp();
  outbox.video(unit(1, true, 40_000), false);
  outbox.video(unit(2, false), false);
  await until(() => seen.sent.length === 410);
  outbox.video(unit(3, false), false);
  outbox.video(unit(4, true), true);
  await until(() => seen.sent.length === 430);
  expect(seen.late).toEqual([false, true, false, true]);
});

test('a display that does not keep up skips to the next key picture, without gaps in number', async () => {
  const { outbox, seen } = setUp({ maxWaitingBytes: 3500 });
  outbox.video(unit(1, true), false);
  seen.passes = false;
  for (let time = 2; time < 9; time += 1) outbox.video(unit(time, false), false);
  seen.passes = true;
  await pause(50);
  outbox.video(unit(9, false), false);
  outbox.video(unit(10, true), false);
  outbox.video(unit(11, false), false);
  await until(() => seen.sent.at(-1) === 11);
  const times = [...new Set(seen.sent)];
  expect(times).toEqual([1, 2, 10, 11]);
  expect(seen.numbers).toEqual(seen.numbers.map((_, index) => index + 1));
});

test('a replay is not taken for a backlog', async () => {
  const { outbox, seen } = setUp({ maxWaitingBytes: 3500 });
  outbox.video(unit(1, true, 20_000), true);
  for (let time = 2; time < 9; time += 1) outbox.video(unit(time, false), true);
  await until(() => new Set(seen.sent).size === 8);
});

test('a full socket is tried again with the same packet', async () => {
  const { outbox, seen } = setUp();
  seen.passes = false;
  outbox.video(unit(1, true), false);
  await pause(20);
  seen.passes = true;
  await until(() => seen.sent.length === 10);
  expect(seen.numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('what must not leave now waits, and leaves once it may; sound is left out, nothing is repeated', async () => {
  let may = true;
  const admit = (): void => {
    if (!may) throw new Failure('unverified', 'not now');
  };
  const { outbox, seen } = setUp({ admit });
  outbox.video(unit(1, true), false);
  may = false;
  outbox.video(unit(2, false), false);
  const sounds: unknown[] = [];
  const sound = (): void =>
    outbox.audio({ unit: unit(2, true), payloads: [payload] }, (payloads) => sounds.push(payloads));
  sound();
  outbox.repeat([1]);
  expect([new Set(seen.sent), sounds]).toEqual([new Set([1]), []]);
  expect(seen.sent).toHaveLength(10);
  may = true;
  await until(() => seen.sent.length === 20);
  sound();
  expect([seen.sent.at(-1), sounds.length, seen.refused]).toEqual([2, 1, 0]);
  expect(seen.numbers).toEqual(seen.numbers.map((_, index) => index + 1));
});

test('the delivery check comes before the first packet of a picture', () => {
  const asked: unknown[] = [];
  const admit = (what: unknown): void => {
    asked.push(what);
    throw new Error('no');
  };
  const { outbox, seen } = setUp({ admit });
  const first = unit(1, true);
  outbox.video(first, false);
  outbox.video(unit(2, true), false);
  expect([asked, seen.sent, seen.refused]).toEqual([[first], [], 1]);
});

test('the delivery check comes again before the rest of a picture and before a repetition', async () => {
  let allowed = true;
  const admit = (): void => {
    if (!allowed) throw new Error('no');
  };
  const { outbox, seen } = setUp({ admit });
  let sound = 0;
  outbox.video(unit(1, true, 40_000), false);
  outbox.audio({ unit: unit(1, true), payloads: [] }, () => void (sound += 1));
  const sent = seen.sent.length;
  allowed = false;
  await until(() => seen.refused === 1);
  outbox.repeat([1, 2]);
  outbox.video(unit(2, true), false);
  outbox.audio({ unit: unit(3, true), payloads: [] }, () => void (sound += 1));
  await pause(20);
  expect([seen.sent.length, seen.refused, sound]).toEqual([sent, 1, 1]);
});

test('the delivery check comes before each packet: time may pass between two of them', () => {
  let left = 4;
  const admit = (): void => {
    left -= 1;
    if (left < 0) throw new Error('no');
  };
  const { outbox, seen } = setUp({ admit });
  outbox.video(unit(1, true, 1000), false);
  expect([seen.sent.length, seen.refused]).toEqual([4, 1]);
});

test('nothing leaves after close, not even what waited', async () => {
  const { outbox, seen } = setUp();
  let sound = 0;
  outbox.video(unit(1, true, 40_000), false);
  outbox.close();
  const sent = seen.sent.length;
  outbox.repeat([1]);
  outbox.video(unit(2, true), false);
  outbox.audio({ unit: unit(3, true), payloads: [] }, () => void (sound += 1));
  await pause(30);
  expect([seen.sent.length, sound]).toEqual([sent, 0]);
});

test('packets are repeated a few times at most, and only those that were sent', () => {
  const { outbox, seen } = setUp();
  outbox.video(unit(1, true), false);
  for (let times = 0; times < 6; times += 1) outbox.repeat([4, 999]);
  expect(seen.numbers.filter((number) => number === 4)).toHaveLength(4);
  expect(seen.numbers).toHaveLength(13);
});

test('clear drops what has not begun', async () => {
  const { outbox, seen } = setUp();
  outbox.video(unit(1, true, 40_000), false);
  outbox.video(unit(2, false), false);
  outbox.clear();
  outbox.video(unit(3, true), true);
  await until(() => seen.sent.at(-1) === 3);
  expect([...new Set(seen.sent)]).toEqual([1, 3]);
});

test('repetitions keep to the pace too', () => {
  const { outbox, seen } = setUp();
  outbox.video(unit(1, true, 4000), false);
  const all = Array.from({ length: 40 }, (_, index) => index + 1);
  outbox.repeat([...all, ...all, ...all]);
  expect(seen.numbers.length).toBeLessThan(100);
});

test('the oldest packets are forgotten', async () => {
  const { outbox, seen } = setUp();
  outbox.video(unit(1, true, 110_000), false);
  await until(() => seen.sent.length === 1100);
  outbox.repeat([10]);
  expect(seen.sent).toHaveLength(1100);
});

test('nothing is repeated that may no longer be delivered', () => {
  let allowed = true;
  const { outbox, seen } = setUp({
    admit() {
      if (!allowed) throw new Error('handed over');
    },
  });
  outbox.video(unit(1, true), false);
  allowed = false;
  outbox.repeat([4, 5]);
  expect([seen.sent.length, seen.refused]).toEqual([10, 1]);
});

test('what left is told packet by packet, what did not is not, and each unit once', async () => {
  const told: [bytes: number, units: number][] = [];
  const { outbox, seen } = setUp({ onSent: (bytes, units) => void told.push([bytes, units]) });
  seen.passes = false;
  outbox.video(unit(1, true, 300), false);
  await pause(20);
  expect(told).toEqual([]);
  seen.passes = true;
  await until(() => seen.sent.length === 3);
  outbox.video(unit(2, false, 100), false);
  await until(() => seen.sent.length === 4);
  outbox.repeat([2]);
  expect(told).toEqual([
    [12, 1],
    [12, 0],
    [12, 0],
    [12, 1],
    [12, 0],
  ]);
});

test('two displays that share payloads each get their own number and timestamp, repeated ones too', () => {
  const payloads = [payload, payload];
  const share = (timestamp: number): Pick<OutboxOptions, 'packetize'> => {
    return { packetize: (one) => ({ unit: one, payloads, timestamp }) };
  };
  const [one, other] = [setUp(share(7)), setUp(share(9))];
  one.outbox.video(unit(1, true), false);
  one.outbox.video(unit(2, false), false);
  other.outbox.video(unit(1, true), false);
  one.outbox.repeat([3, 2]);
  expect([one.seen.numbers, one.seen.sent]).toEqual([
    [1, 2, 3, 4, 3, 2],
    [7, 7, 7, 7, 7, 7],
  ]);
  expect([other.seen.numbers, other.seen.sent]).toEqual([
    [1, 2],
    [9, 9],
  ]);
});

test('what the payloads are of is what is asked about, whatever they were asked for', () => {
  const asked: unknown[] = [];
  const foreign = unit(9, true);
  const { outbox } = setUp({
    admit: (what) => void asked.push(what),
    packetize: () => ({ unit: foreign, payloads: [payload], timestamp: 0 }),
  });
  outbox.video(unit(1, true), false);
  outbox.repeat([1]);
  outbox.audio({ unit: foreign, payloads: [] }, () => undefined);
  expect(asked).toEqual([foreign, foreign, foreign]);
});
