/** A bridge and a command that are started with their wall clock 100 days ahead, as processes of their own. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { auditKeys } from '../../identity/audit-key.ts';
import { newAccountId, newGrantId } from '../../identity/ids.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { recordPlace } from '../../wall/audit/place.ts';
import { readRecord } from '../../wall/audit/read-record.ts';
import { allGrantSpans } from '../../storage/contract/whole.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { openWorkplace, type Workplace } from '../testing/bridge-process.ts';
import { runCommand } from '../testing/run-command.ts';

const cli = new URL('../../cli/main.ts', import.meta.url);
const hour = 3_600_000;
const aheadMs = 100 * 24 * hour;
/** Node with its wall clock ahead, before anything of ours runs. */
const preload = `data:text/javascript,const%20now=Date.now;Date.now=()=>now()+${aheadMs}`;
const ahead = { NODE_OPTIONS: `--import=${preload}` };

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place.close());

async function casement(dataDir: string, args: readonly string[], env = {}) {
  const surroundings = { PATH: process.env['PATH'], DATA_DIR: dataDir, ...env };
  const ran = await runCommand(cli, args, { cwd: place.folder, env: surroundings });
  expect([ran.code, ran.stderr]).toEqual([0, '']);
  return ran.stdout;
}

async function inStore<T>(dataDir: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = openSqlite({ file: dataFolder(dataDir).database });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** A linking that has ended: what the database keeps of the past. */
async function endedLinking(store: Store): Promise<void> {
  const [account, grant] = [newAccountId(), newGrantId()];
  const createdAt = Date.now();
  const person = { id: account, name: 'Left', email: 'left@example.org', passwordHash: 'none' };
  await store.operator.accounts.add({ ...person, createdAt });
  const code = { hash: 'code', redirectUri: '', expiresAt: createdAt + hour };
  await store.of(account).addGrant({ id: grant, createdAt, client: 'google', scope: '' }, code);
  await store.of(account).revokeGrant(grant);
}

const kept = (dataDir: string) =>
  inStore(dataDir, async (store) => ({
    suspensions: await store.operator.suspensions.list(),
    past: (await allGrantSpans(store, 0, Infinity)).filter(({ to }) => to !== undefined),
  }));

test('neither drops anything, and what is suspended for an hour stays so', async () => {
  const first = await place.start();
  const { dataDir } = first;
  await first.end('SIGTERM');
  await casement(dataDir, ['suspend', '--all', '--until', '1h']);
  await inStore(dataDir, endedLinking);
  const before = await kept(dataDir);
  expect([before.suspensions.length, before.past.length]).toEqual([1, 1]);
  const { folder } = recordPlace(dataDir);
  const files = async () => (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
  const written = await files();

  const off = await place.start(ahead);
  expect(off.output()).toContain('the clock leapt, or the bridge was off');
  expect(off.output()).toContain('some delivery is suspended');
  await casement(dataDir, ['suspend', '--model', 'Other', '--force'], ahead);
  await off.end('SIGTERM');
  expect(await files()).toEqual(expect.arrayContaining(written));
  const after = await kept(dataDir);
  expect(after.past).toEqual(before.past);
  expect(after.suspensions).toEqual([...before.suspensions, expect.anything()]);

  const right = await place.start();
  expect(right.output()).toContain('the clock leapt, or the bridge was off');
  expect(right.output()).toContain('some delivery is suspended');
  await right.end('SIGTERM');
  expect(await files()).toEqual(expect.arrayContaining(written));
  const keys = auditKeys(openKeyRing(join(dataDir, 'keys.json')));
  expect(await readRecord(recordPlace(dataDir), keys)).toMatchObject({
    faults: [],
    first: { seq: 1 },
  });
});
