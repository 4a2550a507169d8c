/** One question for all running sessions, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newDeviceId, newGrantId, type AccountId, type DeviceId } from '../../identity/ids.ts';
import type { Foothold } from '../revalidate.ts';
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
    await store.accounts.add(account);
    await store.map.addCamera(sampleCamera(), entry, nowhere);
    await store.grants.addWithCode(grant, sampleCode(grant));
    return { account: account.id, grant: grant.id, device: entry.device, revision: 0 };
  }

  const entryOf = ({ account, device }: { account: AccountId; device: DeviceId }) =>
    store.map.entry(account, device);

  test('each is answered in its place, with what the single questions say', async () => {
    await store.grants.revoke(harbour.grant ?? newGrantId());
    const revision = await store.revision();
    expect(await store.revalidate([harbour, birch, birch])).toStrictEqual({
      revision,
      found: [
        { stands: false, entry: await entryOf(harbour) },
        { stands: true, entry: await entryOf(birch) },
        { stands: true, entry: await entryOf(birch) },
      ],
    });
    expect(await store.revalidate([])).toStrictEqual({ revision, found: [] });
  });

  test('of what was found at this revision nothing is said', async () => {
    const revision = await store.revision();
    const before = { ...birch, revision };
    const nonsense = { ...before, grant: newGrantId(), device: newDeviceId() };
    expect((await store.revalidate([before, nonsense])).found).toEqual(['unchanged', 'unchanged']);
    await store.map.removeEntry(harbour.account, harbour.device);
    const { revision: later, found } = await store.revalidate([
      before,
      { ...birch, revision: 1e9 },
    ]);
    expect(later).toBeGreaterThan(revision);
    const footing = { stands: true, entry: await entryOf(birch) };
    // One from the future is asked for, too.
    expect(found).toEqual([footing, footing]);
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
    expect(found).toStrictEqual([{ stands, entry }]);
  });

  test('an account that a restore left unconfirmed does not stand', async () => {
    await store.restores.distrust(await store.revision());
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
