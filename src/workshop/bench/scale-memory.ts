/** What open partitions take of a bridge's memory: those that it keeps, and no more for accounts that never came. */
import { GrantId } from '../../identity/ids.ts';
import { createAccessTokens } from '../../identity/access-token.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { inPages } from '../../storage/page.ts';
import { capacity } from '../../bridge/limits.ts';
import { askOnce, type Asker } from './intents.ts';
import type { Table } from './report.ts';
import { grantOf } from './seed-facts.ts';
import { publicUrl } from './settle.ts';
import type { House } from './scale-house.ts';
import type { Stage } from './stage.ts';

const steps = [0, 1_000, capacity.openPartitions];
const atOnce = 20;
const warm = 200;

/** Returns the oldest accounts of those that were seeded, with tokens. */
async function seededAskers(house: House, most: number): Promise<readonly Asker[]> {
  const store = await house.open();
  const ring = openKeyRing(dataFolder(house.folder).keys);
  const tokens = createAccessTokens({
    ring,
    issuer: publicUrl,
    lifetimeSeconds: 3_600,
    now: Date.now,
  });
  const found: Asker[] = [];
  try {
    for await (const page of inPages(store.operator.accounts.page, ({ account }) => account)) {
      for (const { account } of page) {
        const token = tokens.issue(account.id, GrantId(grantOf(found.length)));
        found.push({ account: account.id, device: '', token });
      }
      if (found.length >= most) break;
    }
  } finally {
    await store.close();
  }
  return found.slice(0, most);
}

/** Returns kilobytes by how many partitions are open, as far as there are accounts. */
async function measure(stage: Stage, house: House): Promise<readonly (number | undefined)[]> {
  const most = Math.min(Math.max(...steps), house.accounts);
  const askers = await seededAskers(house, most);
  const { child, origin } = await stage.bridge({ environment: house.environment });
  const sync = async (from: number, to: number): Promise<void> => {
    for (let at = from; at < to; at += atOnce) {
      const some = askers.slice(at, Math.min(to, at + atOnce));
      await Promise.all(some.map((asker) => askOnce(origin, 'SYNC', asker)));
    }
  };
  // One account, until what it takes to answer is compiled: its partition counts for nothing.
  for (let times = 0; times < warm; times += 1) await sync(0, 1);
  const found: (number | undefined)[] = [];
  let open = 1;
  for (const step of steps) {
    if (step > most) found.push(undefined);
    else {
      await sync(open, step);
      open = Math.max(open, step);
      found.push((await child.ask<number>('memory')) / 1_024);
    }
  }
  return found;
}

/** Measures each house. */
export async function measureMemory(stage: Stage, houses: readonly House[]): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const house of houses) {
    const found = await stage.scene((scene) => measure(scene, house));
    const each = found.map((kilobytes, at) => {
      const [none = 0] = found;
      const step = steps[at] ?? 0;
      return kilobytes === undefined || step === 0 ? '' : (kilobytes - none) / step;
    });
    const told = found.map((kilobytes) => (kilobytes === undefined ? '' : kilobytes / 1_024));
    const accounts = house.accounts.toLocaleString('en');
    rows.push([house.engine, accounts, ...told, ...each.slice(1)]);
    const said = told.map((mebibytes) => (mebibytes === '' ? 'not so many' : mebibytes.toFixed(1)));
    stage.say(`${house.engine}, ${accounts}: ${said.join(', ')} MiB`);
  }
  const named = steps.map((step) => step.toLocaleString('en'));
  return {
    title: 'Memory by open partitions',
    note:
      'MiB that live on the heap and beside it once what does not is collected, with so many partitions open (two cameras ' +
      'each, SYNC), and KiB for each. A bridge keeps no more open than the last column says.',
    columns: [
      'engine',
      'accounts',
      ...named.map((step) => `${step} open, MiB`),
      ...named.slice(1).map((step) => `each of ${step}, KiB`),
    ],
    rows,
  };
}
