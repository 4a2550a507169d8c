import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { flightOfAnybody, flightOfTheFirst, oneReplyBehind } from './defects.ts';
import { settleHouses, type Houses } from './houses.ts';
import { operations, search } from './search.ts';
import { serveStills, type StillServer } from './still-server.ts';
import type { Defect } from './world.ts';

let stills: StillServer;
let houses: Houses;
beforeAll(async () => {
  stills = await serveStills();
  houses = await settleHouses(stills);
});
afterAll(async () => {
  houses.close();
  await stills.close();
});

test.each(operations.map((operation) => [operation.name, operation] as const))(
  '%s, broken off at any await: each is answered for itself, and nothing is left over',
  async (_, operation) => {
    expect(await search(operation, { houses, stills })).toBeGreaterThan(0);
  },
  120_000,
);

const mistakes: readonly [string, Defect, readonly string[]][] = [
  [
    'a kept connection is one reply behind',
    oneReplyBehind,
    ['SYNC', 'sign-in', 'token exchange', 'user info'],
  ],
  [
    'a question on its way is everybody’s',
    flightOfAnybody,
    ['SYNC', 'EXECUTE of every camera at once', 'refresh', 'consent page', 'suspension'],
  ],
  ['the first one’s failure is everybody’s', flightOfTheFirst, ['SYNC', 'consent page']],
];

test.each(
  mistakes.flatMap(([what, defect, among]) => among.map((name) => [what, name, defect] as const)),
)(
  'where %s, that is found at %s',
  async (_what, name, defect) => {
    const operation = operations.find((candidate) => candidate.name === name);
    if (operation === undefined) throw new TypeError(`there is no operation ${name}`);
    await expect(search(operation, { houses, stills, defect })).rejects.toThrow(
      /refused|another|other household|was told|was given|hangs/,
    );
  },
  120_000,
);
