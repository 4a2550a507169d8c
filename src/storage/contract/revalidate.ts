/** One question for all running sessions, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newDeviceId, newGrantId, type AccountId, type DeviceId } from '../../identity/ids.ts';
import type { Foothold } from '../revalidate.ts';
import type { Revisions } from '../revisions.ts';
import type { Store } from '../store.ts';
import {
  noon,
  nowhere,
  sampleAccount,
  sampleCamera,
  sampleCode,
  sampleEntry,
  sampleGrant,
  type MakeShelf,
  type Shelf,
} from './shelf.ts';

/** As if nothing had ever been found. */
const never: Revisions = { all: 0, control: 0, account: 0 };

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function revalidateContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  let birch: Foothold;
  let harbour: Foothold;

  beforeEach(async () => {
    shelf = await make();
    store = await shelf.open(() => noon);
    [birch, harbour] = [await settle(), await settle()];
  });
  afterEach(() => shelf.dispose());

  /** An account with a camera and a linking, as a session found them before anything else was written. */
  async function settle(): Promise<Foothold> {
    const account = sampleAccount();
    const entry = sampleEntry(account.id);
    const grant = sampleGrant(account.id);
    await store.operator.accounts.add(account);
    await store.operator.map.addCamera(sampleCamera(), entry, nowhere);
    await store.of(grant.account).addGrant(grant, sampleCode(grant));
    return { account: account.id, grant: grant.id, device: entry.device, revisions: never };
  }

  const entryOf = ({ account, device }: { account: AccountId; device: DeviceId }) =>
    store.of(account).entry(device);

  const revisionsOf = async ({ account, grant }: Foothold): Promise<Revisions> =>
    (await store.of(account).look(grant)).revisions;

  test('each is answered in its place, with what the single questions say', async () => {
    await store.of(harbour.account).revokeGrant(harbour.grant ?? newGrantId());
    const [of, ofOther] = [await revisionsOf(birch), await revisionsOf(harbour)];
    const revisions = { all: of.all, control: of.control };
    expect(revisions.all).toBe(await store.revision());
    const own = { stands: true, entry: await entryOf(birch), revision: of.account };
    expect(await store.revalidate([harbour, birch, birch])).toStrictEqual({
      revisions,
      found: [
        { stands: false, entry: await entryOf(harbour), revision: ofOther.account },
        own,
        own,
      ],
    });
    expect(await store.revalidate([])).toStrictEqual({ revisions, found: [] });
  });

  test('of what was found at the account’s revision nothing is said, whatever others do', async () => {
    const nonsense = { grant: newGrantId(), device: newDeviceId() };
    const before = { ...birch, revisions: await revisionsOf(birch) };
    expect((await store.revalidate([before, { ...before, ...nonsense }])).found).toEqual([
      'unchanged',
      'unchanged',
    ]);
    await store.of(harbour.account).removeEntry(harbour.device);
    const { revisions, found } = await store.revalidate([before, { ...before, ...nonsense }]);
    expect(revisions.all).toBeGreaterThan(before.revisions.all);
    expect(found).toEqual(['unchanged', 'unchanged']);
  });

  test('what was found at another revision of the account is asked for, also one from the future', async () => {
    const { all, control, account } = await revisionsOf(birch);
    const earlier = { all: all - 1, control, account };
    await store.of(birch.account).rename(birch.device, { name: 'Gate', nicknames: [] });
    const { found } = await store.revalidate([
      { ...birch, revisions: earlier },
      { ...birch, revisions: { all: 1e9, control, account: 1e9 } },
    ]);
    const footing = { stands: true, entry: await entryOf(birch), revision: account + 1 };
    expect(found).toEqual([footing, footing]);
  });

  test('an account that is gone is no account that is unchanged', async () => {
    const gone = { ...birch, revisions: { ...(await revisionsOf(birch)), account: 0 } };
    await store.of(birch.account).remove();
    expect((await store.revalidate([gone])).found).toEqual([
      { stands: false, entry: undefined, revision: 0 },
    ]);
  });

  test.each<[string, () => Partial<Foothold>, { stands: boolean; isThere: boolean }]>([
    ['the account alone', () => ({ grant: undefined }), { stands: true, isThere: true }],
    ['no such linking', () => ({ grant: newGrantId() }), { stands: false, isThere: true }],
    [
      'another account’s linking',
      () => ({ grant: harbour.grant }),
      { stands: false, isThere: true },
    ],
    [
      'another account’s device',
      () => ({ device: harbour.device }),
      { stands: true, isThere: false },
    ],
    ['no such device', () => ({ device: newDeviceId() }), { stands: true, isThere: false }],
    ['another account', () => ({ account: harbour.account }), { stands: false, isThere: false }],
  ])('%s', async (_what, other, { stands, isThere }) => {
    const { found } = await store.revalidate([{ ...birch, ...other() }]);
    const entry = isThere ? await entryOf(birch) : undefined;
    const { account: revision } = await revisionsOf({ ...birch, ...other() });
    expect(found).toStrictEqual([{ stands, entry, revision }]);
  });

  test('an account that a restore left unconfirmed does not stand', async () => {
    await store.operator.restores.distrust(await store.revision());
    const { found } = await store.revalidate([birch]);
    expect(found).toMatchObject([{ stands: false, entry: { unconfirmed: true } }]);
  });

  test('two thousand are answered at once, each for itself', async () => {
    const asked = Array.from({ length: 2_000 }, (_, at) => (at % 2 === 0 ? birch : harbour));
    const { found } = await store.revalidate(asked);
    const own = found.map((one) => (typeof one === 'string' ? one : one.entry?.account));
    expect(own).toEqual(asked.map(({ account }) => account));
  });
}
