import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createSwitch } from '../../../../wall/operator/switch.ts';
import { dataFolder } from '../../../../storage/data-folder.ts';
import { copyDatabase } from '../../../../storage/sqlite/copy.ts';
import { overwriteDatabase } from '../../../../storage/sqlite/overwrite.ts';
import type { Chance } from '../chance.ts';
import { fileOnly } from './file-only.ts';
import type { Scenario, World } from '../world.ts';
import { assemble } from './audience.ts';
import { comeBack, confirmAll, endAll, hadBy, shareAgain } from './coming-back.ts';
import { anotherFile, folderAway, owe, type Loss } from './losses.ts';
import { endGrants, ofAccount, revoke } from './revoking.ts';
import { lasts, oneByOne } from './rounds.ts';

/** How long displays go on asking a bridge that is to be silent: at least so many ms, and requests. */
const [askedMs, asked] = [1_500, 60] as const;
const unknown = { of: 'model', model: 'Nobody has it' } as const;
const manyTimes = 40;

/**
 * Strikes under running streams, and checks that all of them end and nobody is given another. Returns what
 * says that delivery goes on; undefined if nobody watched.
 */
async function fallSilent(
  world: World,
  what: string,
  strike: () => Promise<void>,
): Promise<(() => void) | undefined> {
  let lift: (() => void) | undefined;
  await revoke(
    world,
    `database replaced: ${what}`,
    () => true,
    async () => {
      await strike();
      lift = world.ledger.suspend(() => true);
    },
  );
  if (lift === undefined) return undefined;
  await lasts(world, askedMs, asked);
  const { status } = await world.client.send(`${world.origin}/readyz`);
  owe(world, `/readyz says 503 after ${what}`, status === 503, String(status));
  return lift;
}

/**
 * Much is written that concerns nobody: a copy from before is then older by more than people who link can
 * make up for between two looks of the bridge.
 */
async function growOlder({ operator }: World): Promise<void> {
  const power = createSwitch(operator.store, Date.now);
  for (let times = 0; times < manyTimes; times += 1) {
    await power.suspend(unknown, { unknownModel: true });
    await power.resume(unknown);
  }
}

/**
 * Takes away something that comes back as it was: the bridge is silent until it is started anew, and then all
 * goes on.
 */
async function takenAway(world: World, what: string, loss: Loss): Promise<void> {
  const { bridge } = world;
  let struck = false;
  const strike = (): Promise<void> => {
    struck = true;
    return loss.strike();
  };
  let lift: (() => void) | undefined;
  try {
    lift = await fallSilent(world, what, strike);
  } finally {
    if (struck) await loss.back();
  }
  if (lift === undefined) return;
  await lasts(world, askedMs, asked);
  await bridge.stop();
  lift();
  await bridge.start();
}

/** What was revoked stands again in a copy from before: nothing of it is believed until after-restore. */
async function wentBack(world: World, chance: Chance): Promise<void> {
  const { bridge, folder, operator } = world;
  const { database } = dataFolder(folder);
  const copy = join(folder, 'older.db');
  const audiences = await assemble(world, chance, { least: 4, most: 8 });
  await rm(copy, { force: true });
  await copyDatabase(database, copy);
  await growOlder(world);
  const revoked = audiences.slice(0, 4);
  const had = hadBy(revoked);
  await oneByOne(world, revoked, ({ account: { key, id } }) =>
    revoke(world, 'unlinked since the copy was made', ofAccount(key), () =>
      endGrants(world, key, () => operator.store.of(id).revokeGrants()),
    ),
  );
  await assemble(world, chance, { least: 4, most: 8 });
  const back = 'an older copy in the same file';
  const lift = await fallSilent(world, back, () => overwriteDatabase(database, copy));
  if (lift === undefined) return;
  await comeBack(world, had);
  const refused = await bridge.refused();
  const words = /the database (is older than|went back to an earlier state)/;
  owe(world, `${back} is not started with`, words.test(refused ?? ''), refused ?? 'it started');
  const { code, stderr } = await world.casement(['after-restore', '--yes']);
  owe(world, 'after-restore ends with 0', code === 0, `${code}: ${stderr}`);
  const shares = endAll(world);
  await bridge.start();
  await Promise.all([comeBack(world, had), lasts(world, askedMs, asked)]);
  lift();
  await confirmAll(world);
  await comeBack(world, had);
  await shareAgain(world, shares);
}

export const databaseReplaced: Scenario = {
  name: 'database-replaced',
  faults: 'F12, F13, F34, F37',
  says: 'The database is replaced under the bridge: by another file, by an older copy in the same file, or its folder is moved away.',
  missing: fileOnly,
  async turn(world, chance) {
    await assemble(world, chance, { least: 6, most: 40 });
    await takenAway(world, 'another file at its path', anotherFile(world));
    await assemble(world, chance, { least: 6, most: 40 });
    await takenAway(world, 'its folder moved away', folderAway(world));
    if (!world.over.aborted) await wentBack(world, chance);
  },
};
