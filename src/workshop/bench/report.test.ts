import { expect, test } from '@jest/globals';
import { figure, met, tableText, targetsText } from './report.ts';

test('figures have no more digits than they are worth', () => {
  expect([0.1234, 1.999, 12.345, 1234.5].map(figure)).toEqual(['0.12', '2.00', '12.3', '1,235']);
});

test('a table is Markdown, with its numbers to the right', () => {
  const rows = [['EXECUTE', 1234.5]];
  const text = tableText({ title: 'Webhook', note: 'A note.', columns: ['', 'CPU µs'], rows });
  expect(text.split('\n')).toEqual([
    '### Webhook',
    '',
    'A note.',
    '',
    '|  | CPU µs |',
    '| --- | ---: |',
    '| EXECUTE | 1,235 |',
    '',
  ]);
});

test('a target is met up to its limit, and missed when it was not measured', () => {
  const target = { name: 'CPU', limit: 2, unit: '×' };
  expect(met({ ...target, value: 2 })).toBe(true);
  expect(met({ ...target, value: 2.001 })).toBe(false);
  expect(met({ ...target, value: Infinity })).toBe(false);
  const text = targetsText([
    { ...target, value: 1.5 },
    { ...target, value: Infinity },
  ]);
  expect(text).toContain('| CPU | 1.50 × | 2.00 × | PASS |');
  expect(text).toContain('| CPU | ∞ × | 2.00 × | MISS |');
});
