import { describe, expect, test } from '@jest/globals';
import { SenderLock } from './sender-lock.ts';

/** Tries packets, each an SSRC and a time in milliseconds; those taken. */
function taken(lock: SenderLock, packets: readonly (readonly [string, number])[]): string[] {
  return packets
    .filter(([name, at]) => lock.admits(name.charCodeAt(0), at))
    .map(([name, at]) => `${name}${at}`);
}

describe('without an announcement', () => {
  test('the first is held, and others are dropped until it has been silent for a second', () => {
    const lock = new SenderLock();
    expect(
      taken(lock, [
        ['a', 5_000],
        ['x', 5_001],
        ['a', 5_500],
        ['x', 6_499],
        ['b', 6_500],
        ['a', 6_501],
        ['b', 7_000],
      ]),
    ).toEqual(['a5000', 'a5500', 'b6500', 'b7000']);
  });

  test('what is dropped does not keep the silent one alive', () => {
    const lock = new SenderLock();
    expect(
      taken(lock, [
        ['a', 0],
        ['x', 900],
        ['b', 1_000],
      ]),
    ).toEqual(['a0', 'b1000']);
  });
});

describe('with an announcement', () => {
  const announced = (name: string): SenderLock => {
    const lock = new SenderLock();
    lock.announced(name.charCodeAt(0));
    return lock;
  };

  test('the announced one is taken whenever it comes within a second, and no other', () => {
    expect(
      taken(announced('a'), [
        ['x', 5_000],
        ['x', 5_999],
        ['a', 5_999],
        ['x', 6_500],
        ['a', 6_900],
        ['x', 7_899],
      ]),
    ).toEqual(['a5999', 'a6900']);
  });

  test('a wrong one gives way after a second to the one that came first', () => {
    expect(
      taken(announced('a'), [
        ['b', 100],
        ['x', 200],
        ['b', 1_099],
        ['x', 1_100],
        ['b', 1_101],
        ['a', 1_102],
      ]),
    ).toEqual(['b1101']);
  });

  test('where that one has been silent since, to whoever comes', () => {
    expect(
      taken(announced('a'), [
        ['x', 100],
        ['b', 200],
        ['b', 1_100],
        ['b', 1_101],
      ]),
    ).toEqual(['b1100', 'b1101']);
  });
});
