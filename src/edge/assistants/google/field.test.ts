/** Requests as they were seen in the field, each with its right answer (`fixtures/cases`). */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFixtures } from '../../../workshop/lab/replay/fixture.ts';
import { replay } from '../../../workshop/lab/replay/replay.ts';
import { type EdgeHouse, openEdgeHouse } from '../../../workshop/testing/edge-house.ts';

const folder = fileURLToPath(new URL('../../../../fixtures/cases/google/intents', import.meta.url));
const cases = readFixtures([folder]).map((fixture) => [basename(fixture.file), fixture] as const);

let edge: EdgeHouse;
beforeAll(async () => {
  edge = await openEdgeHouse();
});
afterAll(() => edge.close());

test.each(cases)('%s', async (_file, fixture) => {
  const target = { origin: edge.origin, token: edge.birch.token, foreign: [edge.harbour.device] };
  const [replayed] = await replay([fixture], target);
  expect(replayed?.differences).toEqual([]);
});

test('none of them was left out', () => {
  expect(cases).toHaveLength(35);
});
