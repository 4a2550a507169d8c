import { describe, expect, test } from '@jest/globals';
import { PayloadTypes } from './payload-types.ts';

/** Which of these are taken, one after the other. */
function taken(types: readonly number[], announced = 96, listed: readonly number[] = [96, 97, 0]) {
  const own = new PayloadTypes(announced, new Set(listed));
  return types.flatMap((type) => (own.mayBe(type) ? [`${type} ${own.take(type)}`] : []));
}

describe('payload types', () => {
  test('the announced one', () => {
    expect(taken([96, 98, 96])).toEqual(['96 goes-on', '96 goes-on']);
  });

  test('one that is announced nowhere stands in for it, until it comes', () => {
    expect(taken([107, 108, 107, 96, 107])).toEqual(['107 goes-on', '107 goes-on', '96 anew']);
  });

  test.each([
    ['another stream’s', 97, 96],
    ['one with a meaning of its own', 26, 96],
    ['one of a report', 72, 96],
    ['any, for one with a meaning of its own', 107, 0],
  ])('%s does not', (_, type, announced) => {
    expect(taken([type], announced)).toEqual([]);
  });
});
