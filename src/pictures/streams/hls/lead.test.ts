import { expect, test } from '@jest/globals';
import { leadOf } from './lead.ts';

test('what MPEG-TS has in hand grows with the time between two pictures, within bounds', () => {
  const leads = [undefined, 33_333, 100_000, 200_000, 900_000].map((intervalUs) =>
    leadOf('ts', intervalUs === undefined ? {} : { intervalUs }),
  );
  const second = 1_000_000;
  const fifteen = 3 * second + (7 * second) / 15;
  expect(leads).toEqual([fifteen, fifteen, 3.7 * second, 4.4 * second, 4.75 * second]);
});

test('CMAF needs none of it', () => {
  expect(leadOf('cmaf', { intervalUs: 200_000 })).toBe(3_000_000);
});
