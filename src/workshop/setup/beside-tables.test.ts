/** What two benches found, beside each other. */
import { expect, test } from '@jest/globals';
// @ts-expect-error -- plain JavaScript
import { sideBySide } from './beside-tables.mjs';

const table = (cpu: number, more: readonly (string | number)[][] = []) => [
  {
    title: 'Webhook',
    columns: ['', 'connections', 'CPU µs'],
    rows: [['QUERY', '10', cpu], ...more],
  },
];

test('each figure stands beside that of the other commit, the median of its turns', () => {
  const text = sideBySide([table(100), table(140), table(120)], [table(90), table(70)], 'abc');
  expect(text).toContain('| Webhook: QUERY, 10 | CPU µs | 120 | 80.0 | 1.50 |');
});

test('what the other commit does not measure is said to be not there', () => {
  const text = sideBySide([table(100, [['SYNC', '10', 7]])], [table(100)], 'abc');
  expect(text).toContain('| Webhook: SYNC, 10 | CPU µs | 7.00 | not there |  |');
});

test('a row is found again by its words, whatever figures an older bench wrote among them', () => {
  const rows = (...cells: readonly (string | number)[]) => [
    { title: 'Media', columns: ['', 'few', 'one more'], rows: [cells] },
  ];
  const text = sideBySide([rows('camera', 9, 3)], [rows('camera', '8: 23.8', 2)], 'abc');
  expect(text).toContain('| Media: camera | one more | 3.00 | 2.00 | 1.50 |');
});
