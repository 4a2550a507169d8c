/** What is asked on behalf of one account reaches nothing of another, whatever id is given, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newAccountId } from '../../identity/ids.ts';
import type { AccountRecord } from '../accounts.ts';
import type { CameraRecord, MapEntry } from '../device-map.ts';
import type { GrantRecord } from '../grants.ts';
import type { Store } from '../store.ts';
import type { Tenant } from '../tenant.ts';
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

interface Settled {
  readonly account: AccountRecord;
  readonly tenant: Tenant;
  readonly grant: GrantRecord;
  readonly camera: CameraRecord;
  readonly entry: MapEntry;
}

const ids = (found: readonly { readonly device: string }[]) => found.map(({ device }) => device);

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function tenantsContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  let birch: Settled;
  let harbour: Settled;

  async function settle(): Promise<Settled> {
    const account = sampleAccount();
    await store.operator.accounts.add(account);
    const [grant, camera] = [sampleGrant(account.id), sampleCamera()];
    const [entry, tenant] = [sampleEntry(account.id), store.of(account.id)];
    await store.operator.map.addCamera(camera, entry, nowhere);
    await tenant.addGrant(grant, sampleCode(grant));
    await tenant.addRefreshToken(`token of ${account.id}`, grant.id);
    await tenant.addSignIn(`cookie of ${account.id}`, noon + 1);
    return { account, tenant, grant, camera, entry };
  }

  beforeEach(async () => {
    shelf = await make();
    store = await shelf.open(() => noon);
    [birch, harbour] = [await settle(), await settle()];
  });
  afterEach(() => shelf.dispose());

  test('a linking of another account is not there', async () => {
    const { tenant, grant } = birch;
    const before = await store.revision();
    expect(await harbour.tenant.grant(grant.id)).toBeUndefined();
    expect(await harbour.tenant.grants()).toEqual([harbour.grant]);
    expect(await harbour.tenant.countGrants()).toBe(1);
    expect(await harbour.tenant.standing(grant.id)).toBe(false);
    expect(await harbour.tenant.revokeGrant(grant.id)).toBe(false);
    if (shelf.revisionOf === 'changes') expect(await store.revision()).toBe(before);
    expect(await harbour.tenant.revokeGrants()).toBe(1);
    expect(await tenant.grant(grant.id)).toEqual(grant);
    expect(await tenant.revokeGrant(grant.id)).toBe(true);
  });

  test('no token is added to a linking of another account', async () => {
    const adding = harbour.tenant.addRefreshToken('foreign', birch.grant.id);
    await expect(adding).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.directory.byRefreshToken('foreign')).toBeUndefined();
    await birch.tenant.addRefreshToken('foreign', birch.grant.id);
    expect(await store.directory.byRefreshToken('foreign')).toEqual(birch.grant);
  });

  test('an entry of another account is not there, and stays', async () => {
    const { device } = birch.entry;
    const before = await birch.tenant.entry(device);
    expect(await harbour.tenant.entry(device)).toBeUndefined();
    expect(ids(await harbour.tenant.entries())).toEqual([harbour.entry.device]);
    expect(await harbour.tenant.rename(device, { name: 'Mine', nicknames: [] })).toBe(false);
    expect(await harbour.tenant.removeEntry(device)).toBe(false);
    expect(await birch.tenant.entry(device)).toEqual(before);
  });

  test('a stranger at the camera of another account is not told', async () => {
    const { camera } = birch.camera;
    const stranger = { description: 'Other', since: noon };
    const pin = { line: 'stream', fields: [], hash: 'h'.repeat(43), description: '' } as const;
    await store.operator.pins.pin({ ...pin, camera, since: noon }, 1);
    await store.operator.pins.note(camera, 'stream', stranger, 1);
    expect(await harbour.tenant.strangers()).toEqual([]);
    expect(await birch.tenant.strangers()).toEqual([birch.entry.device]);
  });

  test('the password and the end of an account are its own', async () => {
    await harbour.tenant.setPassword('another');
    expect(await birch.tenant.record()).toEqual(birch.account);
    expect(await harbour.tenant.remove()).toBe(true);
    expect(await harbour.tenant.record()).toBeUndefined();
    expect(await birch.tenant.standing(birch.grant.id)).toBe(true);
    expect(ids(await birch.tenant.entries())).toEqual([birch.entry.device]);
    expect(await store.directory.signIn(`cookie of ${birch.account.id}`)).toBeDefined();
  });

  test('an account that there is not has nothing, and reaches nothing', async () => {
    const nobody = store.of(newAccountId());
    expect(await nobody.record()).toBeUndefined();
    expect([await nobody.entries(), await nobody.grants(), await nobody.strangers()]).toEqual([
      [],
      [],
      [],
    ]);
    expect(await nobody.revokeGrant(birch.grant.id)).toBe(false);
    expect(await nobody.removeEntry(birch.entry.device)).toBe(false);
    expect(await nobody.remove()).toBe(false);
    expect(await birch.tenant.standing(birch.grant.id)).toBe(true);
  });
}
