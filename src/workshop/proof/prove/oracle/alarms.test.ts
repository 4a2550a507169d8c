import { expect, test } from '@jest/globals';
import { aftermathMs, Alarms, type BridgeWord } from './alarms.ts';

const word = (devices: string[], more: Partial<BridgeWord> = {}): BridgeWord => {
  return { devices, kind: 'other-camera', said: 'it has another name', time: 5, ...more };
};

function setUp() {
  let now = 1_000;
  const alarms = new Alarms({ cameraOf: (device) => `c-${device}`, now: () => now });
  const later = (ms: number) => (now += ms);
  return { alarms, later };
}

test('an alarm about a camera that was said to give cause is due, one about any other is false', () => {
  const { alarms } = setUp();
  alarms.cause('c-a', 'c-b');
  alarms.hear('strangers', word(['a']));
  alarms.hear('strangers', word(['b'], { kind: 'refusal' }));
  expect(alarms.facts).toMatchObject({ due: 2, falseAlarms: [] });
  alarms.hear('strangers', word(['x']));
  alarms.hear('strangers', word(['x'], { kind: 'refusal' }));
  // Under one of its names it is another camera's.
  alarms.hear('strangers', word(['a', 'x']));
  expect(alarms.facts.due).toBe(2);
  expect(alarms.facts.falseAlarms).toMatchObject([
    { scenario: 'strangers', cameras: ['c-x'], kind: 'other-camera' },
    { cameras: ['c-x'], kind: 'refusal' },
    { cameras: ['c-a', 'c-x'] },
  ]);
});

test('an alarm is false before its cause, and long after it', () => {
  const { alarms, later } = setUp();
  alarms.hear('calm', word(['a']));
  const over = alarms.cause('c-a');
  over();
  later(aftermathMs);
  alarms.hear('calm', word(['a']));
  expect(alarms.facts).toMatchObject({ due: 1, falseAlarms: [{ at: 1_000 }] });
  later(1);
  alarms.hear('calm', word(['a']));
  expect(alarms.facts.falseAlarms).toHaveLength(2);
});

test('the end of one cause is not the end of another of the same camera', () => {
  const { alarms, later } = setUp();
  const over = alarms.cause('c-a');
  alarms.cause('c-a');
  over();
  later(2 * aftermathMs);
  alarms.hear('calm', word(['a']));
  expect(alarms.facts).toMatchObject({ due: 1, falseAlarms: [] });
});

test('an alarm about a camera that is gone is false where nothing gives cause; the tripwire always', () => {
  const { alarms } = setUp();
  alarms.hear('calm', word([]));
  alarms.cause('c-a');
  alarms.hear('calm', word([]));
  alarms.hear('calm', word([], { kind: 'tripwire' }));
  const { due, falseAlarms } = alarms.facts;
  expect(due).toBe(1);
  expect(falseAlarms.map(({ kind }) => kind)).toEqual(['other-camera', 'tripwire']);
});

test('what a scenario waits for has come, or is missed', () => {
  const { alarms } = setUp();
  alarms.cause('c-a');
  alarms.hear('strangers', word(['a'], { time: 7 }));
  alarms.hear('strangers', word(['a'], { time: 9, kind: 'refusal' }));
  expect(alarms.saidOf('c-a', 7)).toBe(7);
  expect(alarms.saidOf('c-a', 8)).toBeUndefined();
  expect(alarms.saidOf('c-b', 0)).toBeUndefined();
  alarms.expected('strangers', 'c-a', true);
  alarms.expected('strangers', 'c-b', false);
  expect(alarms.facts).toMatchObject({ expected: 2, came: 1, missed: [{ camera: 'c-b' }] });
});
