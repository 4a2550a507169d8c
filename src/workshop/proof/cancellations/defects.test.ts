/**
 * @takes 11 s
 * @computes
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { operatorCommands } from './commands.ts';
import { flightOfAnybody, flightOfTheFirst, oneReplyBehind } from './defects.ts';
import { openGround, type Ground } from './ground.ts';
import { intents } from './intents.ts';
import { linking } from './linking.ts';
import { search } from './search.ts';
import type { Defect } from './world.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.close());

const behind = 'a kept connection is one reply behind';
const anybody = 'a question on its way is everybody’s';
const first = 'the first one’s failure is everybody’s';

test.each<[string, string, Defect, RegExp]>([
  [behind, 'SYNC', oneReplyBehind, /: was told of \n/],
  [behind, 'sign-in', oneReplyBehind, /: another household was meant/],
  [behind, 'token exchange', oneReplyBehind, /: was given an access token of another/],
  [behind, 'user info', oneReplyBehind, /: was told what is the other household's/],
  [anybody, 'SYNC', flightOfAnybody, /: was told of \n/],
  [anybody, 'EXECUTE of every camera at once', flightOfAnybody, /: was given a ticket for some/],
  [anybody, 'refresh', flightOfAnybody, /: was given an access token of another/],
  [anybody, 'consent page', flightOfAnybody, /: was told what is the other household's/],
  [anybody, 'suspension', flightOfAnybody, /: it hangs/],
  [first, 'SYNC', flightOfTheFirst, /failed before .*: the neighbour was refused/],
  [first, 'consent page', flightOfTheFirst, /failed before .*: the neighbour was refused/],
])(
  'where %s, that is found at %s',
  async (_, name, defect, found) => {
    const operations = [...intents, ...linking, ...operatorCommands];
    const operation = operations.find((candidate) => candidate.name === name);
    if (operation === undefined) throw new TypeError(`there is no operation ${name}`);
    await expect(search(operation, ground, defect)).rejects.toThrow(found);
  },
  240_000,
);
