/**
 * The short form of `npm run fuzz -- --target rtsp`.
 *
 * @computes
 * @takes 21 s
 */
import { expect, test } from '@jest/globals';
import { fuzz } from '../../../workshop/proof/fuzz/run.ts';
import { rtsp } from '../../../workshop/proof/fuzz/targets/rtsp.ts';

test('no camera makes the client fail', async () => {
  const seed = Date.now() % 1_000_000;
  const result = await fuzz(rtsp, { runs: 1_000, seed });
  expect({ seed, ...result }).toMatchObject({ seed, runs: 1_000, faults: [] });
}, 120_000);
