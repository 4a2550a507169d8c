import { expect, test } from '@jest/globals';
import { table } from './table.ts';

test('columns are as wide as their widest cell, without spaces at the end', () => {
  const rows = [
    ['Tür', 'x', ''],
    ['\u{1f6aa}', 'long', 'z'],
  ];
  expect(table(['NAME', 'B', 'C'], rows, 'none')).toBe(
    ['NAME  B     C', 'Tür   x', '\u{1f6aa}     long  z'].join('\n'),
  );
});

test('nothing to list is said in words', () => {
  expect(table(['NAME'], [], 'There is none.')).toBe('There is none.');
});
