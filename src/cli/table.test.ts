import { expect, test } from '@jest/globals';
import { columnsOf, table } from './table.ts';

test('columns are as wide as their widest cell, without spaces at the end', () => {
  const rows = [
    ['Tür', 'x', ''],
    ['\u{1f6aa}', 'long', 'z'],
  ];
  expect(table(['NAME', 'B', 'C'], rows, 'none')).toBe(
    ['NAME  B     C', 'Tür   x', '\u{1f6aa}     long  z'].join('\n'),
  );
});

test('of rows that come one after the other all are measured first', () => {
  const columns = columnsOf(['NAME', 'B']);
  const rows = [
    ['long name', 'x'],
    ['y', 'z'],
  ];
  for (const row of rows) columns.measure(row);
  expect([['NAME', 'B'], ...rows].map((row) => columns.line(row))).toEqual([
    'NAME       B',
    'long name  x',
    'y          z',
  ]);
});

test('nothing to list is said in words', () => {
  expect(table(['NAME'], [], 'There is none.')).toBe('There is none.');
});
