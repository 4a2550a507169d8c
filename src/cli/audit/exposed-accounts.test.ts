import { expect, test } from '@jest/globals';
import { newCameraId, newDeviceId, newGrantId, AccountId } from '../../identity/ids.ts';
import type { EntrySpan, GrantSpan, History } from '../../storage/history.ts';
import type { Page } from '../../storage/page.ts';
import { exposedAccounts } from './exposed-accounts.ts';
import type { Exposed, Exposure, Stood } from '../../wall/audit/exposure.ts';

const account = (at: number): AccountId => AccountId(`a_${String(at).padStart(22, '0')}`);
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

const grantOf = (at: number): GrantSpan => ({
  account: account(at),
  grant: newGrantId(),
  from: 1,
});
const entryOf = (at: number): EntrySpan => ({
  account: account(at),
  device: newDeviceId(),
  camera: newCameraId(),
  epoch: 1,
  role: 'owner',
  from: 1,
});

/** Pages of so many accounts, as the store gives them. */
const paged =
  <T extends { readonly account: AccountId }>(all: readonly T[]) =>
  async (_since: number, _until: number, { after, most }: Page<AccountId>) => {
    const behind = all.filter((one) => after === undefined || one.account > after);
    const accounts = [...new Set(behind.map((one) => one.account))].slice(0, most);
    return behind.filter((one) => accounts.includes(one.account));
  };

/** Who was asked about, with how much of each. */
function asked(recorded: readonly number[], model?: string) {
  const told: [AccountId, number, number][] = [];
  const exposure: Exposure = {
    question: { since: 0, until: 9, ...(model !== undefined && { model }) },
    runs: [],
    stopped: 0,
    slips: [],
    unknown: 0,
    recorded: recorded.map(account),
    of(one: AccountId, { grants, entries }: Stood): Exposed {
      told.push([one, grants.length, entries.length]);
      return { account: one } as Exposed;
    },
  };
  return { exposure, told };
}

async function ids(pages: AsyncIterable<readonly Exposed[]>): Promise<readonly AccountId[]> {
  const found: AccountId[] = [];
  for await (const page of pages) found.push(...page.map((one) => one.account));
  return found;
}

test.each([1, 2, 3, 50])('with pages of %d everybody comes once, in order', async (most) => {
  // Every third is linked, two of them twice; others are in the record alone, before, between and behind.
  const linked = numbers(21).filter((at) => at % 3 === 1);
  const history: Pick<History, 'grants' | 'entries'> = {
    grants: paged([...linked, 4, 19].toSorted((a, b) => a - b).map(grantOf)),
    entries: paged(numbers(30).flatMap((at) => [entryOf(at), entryOf(at)])),
  };
  const recorded = [0, 4, 5, 6, 19, 20, 25];
  const everybody = [...new Set([...linked, ...recorded])].toSorted((a, b) => a - b);
  const { exposure, told } = asked(recorded, 'Aqua');
  expect(await ids(exposedAccounts(history, exposure, most))).toEqual(everybody.map(account));
  expect(told).toEqual(
    everybody.map((at) => [account(at), [4, 19].includes(at) ? 2 : Number(linked.includes(at)), 2]),
  );
});

test('entries are read only where a model is asked about', async () => {
  const history = {
    grants: paged([grantOf(1)]),
    entries: () => Promise.reject(new Error('they were read')),
  };
  const { exposure, told } = asked([2]);
  expect(await ids(exposedAccounts(history, exposure))).toEqual([account(1), account(2)]);
  expect(told.map(([, , entries]) => entries)).toEqual([0, 0]);
});

test('where nobody is linked and nothing recorded there is nobody', async () => {
  const history = { grants: paged<GrantSpan>([]), entries: paged<EntrySpan>([]) };
  expect(await ids(exposedAccounts(history, asked([]).exposure))).toEqual([]);
});
