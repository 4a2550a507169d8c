import { expect, test } from '@jest/globals';
import { fieldsOf } from './fields.ts';

const named = (count: number): string =>
  Array.from({ length: count }, (_, at) => `f${at}=1`).join('&');

test('fields are read, repeated ones included', () => {
  expect([...fieldsOf('a=1&b=%2F&a=+')]).toEqual([
    ['a', '1'],
    ['b', '/'],
    ['a', ' '],
  ]);
  expect([...fieldsOf('')]).toEqual([]);
  expect([...fieldsOf(named(64))]).toHaveLength(64);
});

test.each([named(65), '&'.repeat(64), named(8_000)])('fields without end are refused', (text) => {
  expect(() => fieldsOf(text)).toThrow(
    expect.objectContaining({ code: 'bad-request', message: 'there are more than 64 fields' }),
  );
});
