import { expect, test } from '@jest/globals';
import { PictureLoss } from './picture-loss.ts';

/** What is told of a camera that sends 15 pictures a second, of which so many come to nothing, ten seconds each. */
function told(...lost: readonly number[]): boolean[] {
  const said: boolean[] = [];
  const loss = new PictureLoss((isMost) => void said.push(isMost));
  let [now, begun, whole] = [500_000, 3, 0];
  for (const share of [0, ...lost]) {
    loss.take(now, { begun, whole });
    for (let picture = 0; picture < 150; picture += 1) {
      now += 10_000 / 150;
      begun += 1;
      if (picture % 30 >= share * 30) whole += 1;
    }
  }
  loss.take(now + 1, { begun, whole });
  return said;
}

test('it is told that most of its pictures come to nothing, and when they do not any more', () => {
  expect(told(0, 0.4)).toEqual([]);
  expect(told(0.6)).toEqual([true]);
  expect(told(0.6, 0.9, 0.2, 0)).toEqual([true, false]);
});

test('what came before the first whole picture does not count, nor do a few', () => {
  const said: boolean[] = [];
  const loss = new PictureLoss((isMost) => void said.push(isMost));
  loss.take(0, { begun: 500, whole: 1 });
  loss.take(10_000, { begun: 519, whole: 2 });
  expect(said).toEqual([]);
  loss.take(20_000, { begun: 539, whole: 3 });
  expect(said).toEqual([true]);
});
