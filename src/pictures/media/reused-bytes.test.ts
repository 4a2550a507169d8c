import { expect, test } from '@jest/globals';
import { ReusedBytes } from './reused-bytes.ts';

test('bytes are put together, whatever their sizes, and again after they were let go', () => {
  const bytes = new ReusedBytes();
  for (let round = 0; round < 3; round += 1) {
    const parts = [1, 0, 7, 1_500, 3, 70_000].map((size) => Buffer.alloc(size, size + round));
    for (const part of parts) bytes.add(part);
    expect(bytes.length).toBe(71_511);
    expect(bytes.copy().equals(Buffer.concat(parts))).toBe(true);
    bytes.clear();
    expect(bytes.copy()).toHaveLength(0);
  }
});

test('what is left of a view is kept', () => {
  const bytes = new ReusedBytes();
  bytes.add(Buffer.from('a picture'));
  const rest = bytes.view().subarray(2);
  bytes.clear();
  bytes.add(rest);
  expect(bytes.copy().toString()).toBe('picture');
});

test('a copy stays as it is, a view does not', () => {
  const bytes = new ReusedBytes();
  bytes.add(Buffer.from('one'));
  const [copy, view] = [bytes.copy(), bytes.view()];
  bytes.clear();
  bytes.add(Buffer.from('two'));
  expect([copy.toString(), view.toString()]).toEqual(['one', 'two']);
});

test('the memory of what was large is let go', () => {
  const bytes = new ReusedBytes();
  bytes.add(Buffer.alloc(1_000_000));
  bytes.clear();
  bytes.add(Buffer.alloc(10));
  expect(bytes.view().buffer.byteLength).toBeLessThan(1_000);
});
