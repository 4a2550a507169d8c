/**
 * The short form of `npm run fuzz -- --target sdp`.
 *
 * @computes
 * @takes 29 s
 */
import { expect, test } from '@jest/globals';
import { fuzz } from '../../../workshop/proof/fuzz/run.ts';
import { sdp } from '../../../workshop/proof/fuzz/targets/sdp.ts';

test('no description from a display does worse than being refused', async () => {
  const seed = Date.now() % 1_000_000;
  const result = await fuzz(sdp, { runs: 1_500, seed });
  expect({ seed, ...result }).toMatchObject({ seed, runs: 1_500, faults: [] });
}, 120_000);
