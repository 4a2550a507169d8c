import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createWire, type Wire } from './trip.ts';

let wire: Wire;
let happened: string[];
let suspended: boolean | Error;
let written: () => void;

beforeEach(() => {
  jest.useFakeTimers();
  happened = [];
  suspended = true;
  wire = createWire({
    emergencyStop(reason) {
      happened.push(`emergencyStop: ${reason}`);
      return new Promise((resolve) => {
        written = resolve;
      });
    },
    async suspended() {
      if (suspended instanceof Error) throw suspended;
      return suspended;
    },
    onTrip: (reason) => happened.push(`told: ${reason}`),
    onReset: () => happened.push('set again'),
  });
});
afterEach(() => {
  wire.close();
  jest.useRealTimers();
});

const tripped = ['emergencyStop: tripwire: another device', 'told: another device'];

test('it stops delivery before it tells of it, and does so once', () => {
  expect(wire.tripped).toBe(false);
  wire.trip('another device');
  wire.trip('another stream');
  expect(wire.tripped).toBe(true);
  expect(happened).toEqual(tripped);
});

test('it is set again when delivery was resumed, and not before the stop is written down', async () => {
  wire.trip('another device');
  suspended = false;
  await jest.advanceTimersByTimeAsync(10_000);
  expect(wire.tripped).toBe(true);
  suspended = true;
  written();
  await jest.advanceTimersByTimeAsync(10_000);
  suspended = new Error('the store is down');
  await jest.advanceTimersByTimeAsync(10_000);
  expect(wire.tripped).toBe(true);
  suspended = false;
  await jest.advanceTimersByTimeAsync(1_000);
  expect(wire.tripped).toBe(false);
  expect(happened).toEqual([...tripped, 'set again']);
  wire.trip('another stream');
  expect(happened.slice(3)).toEqual([
    'emergencyStop: tripwire: another stream',
    'told: another stream',
  ]);
});

test('one that is closed neither trips nor waits', async () => {
  wire.trip('another device');
  written();
  wire.close();
  suspended = false;
  await jest.advanceTimersByTimeAsync(10_000);
  wire.trip('another device');
  expect(happened).toEqual(tripped);
});
