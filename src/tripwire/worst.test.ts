import { expect, test } from '@jest/globals';
import { Foreign, NoMedia, NoPicture } from './verdict.ts';
import { askAll } from './worst.ts';

test('every question is asked, and what is foreign counts before what failed', async () => {
  const asked: number[] = [];
  const question = (at: number, error?: Error) => async () => {
    asked.push(at);
    if (error !== undefined) throw error;
  };
  const foreign = new Foreign('another stream');
  const failed = new NoPicture('SYNC was refused');
  await expect(
    askAll([question(1, failed), question(2), question(3, foreign), question(4, failed)]),
  ).rejects.toBe(foreign);
  expect(asked).toEqual([1, 2, 3, 4]);
  await expect(askAll([question(5), question(6, failed)])).rejects.toBe(failed);
  const unseen = new NoMedia('too few pictures came by WebRTC');
  await expect(askAll([question(7, unseen), question(8, failed)])).rejects.toBe(failed);
  await askAll([question(9)]);
  expect(asked).toHaveLength(9);
});
