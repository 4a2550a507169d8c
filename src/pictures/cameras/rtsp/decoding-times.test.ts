import { describe, expect, test } from '@jest/globals';
import { DecodingTimes } from './decoding-times.ts';

const PICTURE = 66_667;
/** When the pictures of a stream are shown, by their places, for those sent in this order. */
const at = (places: readonly number[]): number[] => places.map((place) => place * PICTURE);
/** I P B B P B B …, as x264 sends with two B pictures; then another key picture. */
const plain = [0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10, 11, 14, 13, 15, 18, 16, 17, 21, 19, 20];
/** With a B picture that others refer to. */
const pyramid = [0, 4, 2, 1, 3, 8, 6, 5, 7, 12, 10, 9, 11, 16, 14, 13, 15];

function decoded(times: DecodingTimes, shown: readonly number[]): number[] {
  return shown.map((us) => times.take(us));
}

describe('decoding times', () => {
  test('without B pictures are the times of display', () => {
    const shown = at([0, 1, 2, 3, 4]);
    expect(decoded(new DecodingTimes(0), shown)).toEqual(shown);
  });

  test.each([
    [1, plain],
    [2, pyramid],
    [4, plain],
  ])(
    'where %i come before one that is shown earlier: steps of a picture, before each is shown',
    (depth, places) => {
      const shown = at(places);
      const times = decoded(new DecodingTimes(depth), shown);
      for (const [index, us] of times.entries()) {
        expect(us).toBeLessThanOrEqual(shown[index] ?? 0);
        if (index > depth) expect(us - (times[index - 1] ?? 0)).toBe(PICTURE);
        else if (index > 0) expect(us).toBeGreaterThan(times[index - 1] ?? 0);
      }
    },
  );

  test.each([plain, pyramid])(
    'what nobody told is learnt, and right from the next ones on',
    (...places) => {
      const learnt: number[] = [];
      const times = new DecodingTimes(0, (depth) => learnt.push(depth));
      const shown = at(places);
      const late = decoded(times, shown).flatMap((us, index) =>
        us > (shown[index] ?? 0) ? [index] : [],
      );
      expect(learnt.at(-1)).toBe(places === plain || learnt.length === 1 ? 1 : 2);
      expect(Math.max(...late)).toBeLessThan(5);
    },
  );

  test('an SPS that allows more changes nothing of what is seen', () => {
    const learnt: number[] = [];
    const times = new DecodingTimes(0, (depth) => learnt.push(depth));
    times.expect(3);
    decoded(times, at([0, 1, 2, 3, 4]));
    expect(learnt).toEqual([]);
    decoded(times, at([7, 5, 6]));
    expect(learnt).toEqual([1]);
  });

  test('a gap does not hold the picture behind it back', () => {
    const times = new DecodingTimes(1);
    decoded(times, at([0, 3, 1, 2]));
    const [after = 0] = decoded(times, [10_000_000]);
    expect(10_000_000 - after).toBeLessThan(100_000);
  });
});
