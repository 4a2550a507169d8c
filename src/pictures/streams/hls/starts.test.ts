import { expect, test } from '@jest/globals';
import { newStamp } from '../../../workshop/testing/units.ts';
import { createStarts } from './starts.ts';
import { createWindow } from './window.ts';

const second = 1_000_000;

test('a display begins with a key picture, however far back the last one is that is listed', () => {
  const window = createWindow({ listUs: 6e6, maxUs: 12e6, keepUs: 0, bytes: Infinity });
  const stamp = newStamp();
  for (let sequence = 1; sequence <= 4; sequence += 1) {
    const name = `s${sequence}.ts`;
    const at = { startUs: (sequence - 1) * 2 * second, durationUs: 2 * second };
    const flags = { independent: sequence === 1, discontinuity: false, heardAt: 0, units: 1 };
    window.add({ sequence, name, stamp, body: Uint8Array.of(sequence), ...at, ...flags });
  }
  const starts = createStarts(window);
  for (const leadUs of [second, 3 * second, 8 * second]) {
    expect(starts.of(0, leadUs, undefined)).toEqual({ fromUs: 0, leadUs: 8 * second });
  }
});
