/** What one look at the suspensions says, and what is kept of them from look to look. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SuspensionRecord } from '../../storage/suspensions.ts';
import {
  openTestHouse,
  type TestAccount,
  type TestHouse,
} from '../../workshop/testing/test-house.ts';
import type { Revisions } from '../../storage/revisions.ts';
import { createRevisionClock } from './revision-clock.ts';
import { createSuspensions, type Held, type Suspensions } from './suspensions.ts';

let house: TestHouse;
let [birch, harbour]: TestAccount[] = [];
let time: { wall: number; certain: number; monotonic: number };
let suspensions: Suspensions;
beforeEach(async () => {
  house = await openTestHouse();
  [birch, harbour] = [await house.addAccount('Birch'), await house.addAccount('Harbour')];
  time = { wall: 1_000, certain: 1_000, monotonic: 0 };
  suspensions = createSuspensions({
    store: house.store,
    dates: createRevisionClock(() => time.monotonic),
    now: () => time.wall,
    reached: () => time.certain,
    clock: () => time.monotonic,
  });
});
afterEach(() => house.close());

function of(account: TestAccount | undefined): TestAccount {
  if (account === undefined) throw new Error('nobody lives here');
  return account;
}

async function entryOf(who: TestAccount | undefined) {
  const { account, device } = of(who);
  const entry = await house.store.of(account).entry(device);
  if (entry === undefined) throw new Error('no such device');
  return entry;
}

async function revisions(): Promise<Revisions> {
  const { account, grant } = of(birch);
  return (await house.store.of(account).look(grant)).revisions;
}
const revision = async (): Promise<number> => (await revisions()).all;

const look = async (): Promise<Held> => suspensions.at((await revisions()).control);
const isForbidden = async (who: TestAccount | undefined): Promise<boolean> =>
  (await look()).forbids(await entryOf(who));
const scopeOf = (who: TestAccount | undefined) =>
  ({ of: 'account', account: of(who).account }) as const;

function wait(ms: number): void {
  time.monotonic += ms;
  time.wall += ms;
  time.certain += ms;
}

describe('one that has come and gone', () => {
  test('is seen by whoever asked before it was lifted, and concerns nobody else', async () => {
    const [entry, other] = [await entryOf(birch), await entryOf(harbour)];
    const asked = { revision: await revision(), since: 0 };
    expect((await look()).lapsed(entry, asked)).toBe(false);
    await house.store.operator.suspensions.suspend({ scope: scopeOf(birch), since: 1_000 });
    expect((await look()).lapsed(entry, asked)).toBe(false);
    await house.store.operator.suspensions.resume(scopeOf(birch));
    const held = await look();
    expect(held.lapsed(entry, asked)).toBe(true);
    expect(held.lapsed(other, asked)).toBe(false);
    expect(held.lapsed(entry, { ...asked, revision: await revision() })).toBe(false);
  });

  test('by itself is seen by whoever shows what was filmed before its end', async () => {
    const entry = await entryOf(birch);
    await house.store.operator.suspensions.suspend({
      scope: scopeOf(birch),
      since: 1_000,
      until: 61_000,
    });
    const held = await look();
    const asked = { revision: await revision(), since: 0 };
    expect(held.lapsed(entry, asked)).toBe(false);
    wait(60_000);
    expect(held.lapsed(entry, asked)).toBe(true);
    expect(held.lapsed(entry, { ...asked, since: 60_000 })).toBe(false);
    expect(held.lapsed(await entryOf(harbour), asked)).toBe(false);
  });
});

describe('an emergency stop', () => {
  test('forbids until it is lifted; what was found before that goes on forbidding', async () => {
    expect(await isForbidden(birch)).toBe(false);
    suspensions.hold();
    expect(await isForbidden(birch)).toBe(true);
    const [found, entry] = [await look(), await entryOf(birch)];
    suspensions.release();
    expect(found.forbids(entry)).toBe(true);
    expect(await isForbidden(birch)).toBe(false);
  });

  test('that began and ended during a look leaves nothing of that look', async () => {
    const [entry, at] = [await entryOf(birch), await revision()];
    const looking = suspensions.at(at);
    suspensions.hold();
    suspensions.release();
    expect((await looking).forbids(entry)).toBe(true);
    expect((await suspensions.at(at)).forbids(entry)).toBe(false);
  });

  test('is over before silence is, which never is', async () => {
    const [found, entry] = [await look(), await entryOf(birch)];
    suspensions.silence();
    expect(found.forbids(entry)).toBe(true);
    suspensions.hold();
    suspensions.release();
    expect(await isForbidden(birch)).toBe(true);
  });
});

describe('where the clock leapt, one with an end runs since it was first seen', () => {
  const first = (): SuspensionRecord => ({ scope: scopeOf(birch), since: 1_000, until: 61_000 });

  test.each<[string, () => SuspensionRecord, boolean]>([
    ['the same', first, false],
    ['one of another scope', () => ({ ...first(), scope: scopeOf(harbour) }), true],
    [
      'one of another scope and beginning',
      () => ({ scope: scopeOf(harbour), since: 900, until: 61_000 }),
      true,
    ],
    ['one that begins at another time', () => ({ ...first(), since: 900 }), true],
    ['one that ends at another time', () => ({ ...first(), until: 61_100 }), true],
  ])('%s', async (_name, second, runs) => {
    await house.store.operator.suspensions.suspend(first());
    time.wall = 1e9;
    await look();
    time.monotonic = 50_000;
    await house.store.operator.suspensions.suspend(second());
    await look();
    time.monotonic = 70_000;
    const { scope } = second();
    const who = scope.of === 'account' && scope.account === harbour?.account ? harbour : birch;
    expect(await isForbidden(who)).toBe(runs);
  });
});
