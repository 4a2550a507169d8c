import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { AccountId, CameraId, GrantId } from '../../identity/ids.ts';
import { steps, type Round, type Told } from '../../workshop/testing/endless-writer.ts';
import { spawnTs } from '../../workshop/testing/run-ts.ts';
import { sampleAccount } from '../contract/shelf.ts';
import type { Store } from '../store.ts';
import { openSqlite } from './open.ts';

let folder: string;
beforeEach(async () => {
  folder = scratchFolder('kill');
});
afterEach(() => removeFolder(folder));

/** Starts the writer and kills it `afterMs` after it told its `step`; returns all that it told. */
async function killed(file: string, step: Told['step'], afterMs: number): Promise<Told[]> {
  const child = spawnTs(new URL('../../workshop/testing/endless-writer.ts', import.meta.url), [
    file,
  ]);
  const told: Told[] = [];
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  const gone = once(child, 'close');
  const reached = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const next = JSON.parse(line) as Told;
      told.push(next);
      if (next.step === step) resolve();
    });
  });
  await Promise.race([reached, gone]);
  await pause(afterMs);
  child.kill('SIGKILL');
  await gone;
  expect(complaint).toBe('');
  return told;
}

/** How far each round got, as it was told. */
function progress(told: readonly Told[]): readonly (readonly [Round, number])[] {
  const rounds = new Map<number, readonly [Round, number]>();
  for (const { step, round } of told) {
    if (round !== undefined) rounds.set(round.number, [round, steps.indexOf(step)]);
  }
  return [...rounds.values()];
}

/** What is missing of a round that was told up to `reached`; what came after may be there too. */
async function missing(store: Store, round: Round, reached: number): Promise<string[]> {
  const at = (step: Told['step']): boolean => reached >= steps.indexOf(step);
  const faults: string[] = [];
  const check = (step: Told['step'], there: boolean): void => {
    if (at(step) && !there) faults.push(`round ${round.number}: ${step}`);
  };
  const entries = await store.operator.map.entriesOf(CameraId(round.camera));
  const epoch = entries[0]?.epoch ?? 0;
  check('added', epoch >= 1);
  check('shared', epoch === 2 || entries.length === 2);
  check('transferred', epoch === 2 && entries.length === 1);
  const birch = AccountId(round.birch);
  const active = (await store.of(birch).grant(GrantId(round.grant))) !== undefined;
  const found = await store.directory.byRefreshToken(`${round.birch} ${round.number}`);
  const mayBeRevoked = round.number % 2 === 1;
  check('linked', active || mayBeRevoked);
  check('token', found?.id === round.grant || (mayBeRevoked && !active));
  check('revoked', !active);
  if (at('spent')) {
    check('spent', (await store.directory.spendCode(round.code)).outcome === 'replayed');
  }
  return faults;
}

function integrity(file: string): unknown {
  const db = new Database(file);
  try {
    return db.pragma('integrity_check', { simple: true });
  } finally {
    db.close();
  }
}

test('whatever was acknowledged before a kill -9 is there afterwards', async () => {
  const file = join(folder, 'casement.sqlite');
  let acknowledged = 0;
  for (let kill = 0; kill < 12; kill++) {
    // Every other time a bridge has the file open too, and goes on after its neighbour's death.
    const bridge = kill % 2 === 0 ? openSqlite({ file }) : undefined;
    const told = await killed(file, 'added', randomInt(0, 150));
    const rounds = progress(told);
    acknowledged += told.length - 1;
    await bridge?.operator.accounts.add(sampleAccount());
    await bridge?.close();
    const store = openSqlite({ file });
    const faults: string[] = [];
    for (const [round, reached] of rounds) faults.push(...(await missing(store, round, reached)));
    await store.close();
    expect(rounds.length).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    expect(integrity(file)).toBe('ok');
  }
  expect(acknowledged).toBeGreaterThan(100);
}, 120_000);

test('a file whose making was killed half way is made good at the next start', async () => {
  for (let kill = 0; kill < 8; kill++) {
    const file = join(folder, `casement-${kill}.sqlite`);
    await killed(file, 'opening', kill * 3);
    const store = openSqlite({ file });
    await store.operator.accounts.add(sampleAccount());
    await store.close();
    expect(integrity(file)).toBe('ok');
  }
}, 120_000);
