import { expect, test } from '@jest/globals';
import { paceFor } from './lead.ts';

test('the less there is in hand, the slower it plays, and far behind it catches up', () => {
  const paces = [0, 0.5, 1, 1.9, 2, 5, 8].map(paceFor);
  expect(paces).toEqual([0.85, 0.85, 0.93, 0.93, 1, 1, 1.06]);
});
