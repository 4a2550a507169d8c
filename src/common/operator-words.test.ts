import { expect, test } from '@jest/globals';
import { Failure } from './failures.ts';
import { operatorWords } from './operator-words.ts';

test('why a store is down is said, and nothing of any other cause', () => {
  const cause = new Error('the disk is full');
  expect(operatorWords(new Failure('storage-down', 'storage is not available', { cause }))).toBe(
    'storage is not available: the disk is full',
  );
  expect(operatorWords(new Failure('storage-down', 'storage is closed'))).toBe('storage is closed');
  expect(operatorWords(new Failure('internal', 'the store refused a value', { cause }))).toBe(
    'the store refused a value',
  );
});
