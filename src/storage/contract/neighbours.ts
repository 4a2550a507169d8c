/** Several stores on the same data, and the revision by which they learn of each other. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newCameraId, newDeviceId, newGrantId } from '../../identity/ids.ts';
import type { Store } from '../store.ts';
import {
  noon,
  sampleAccount,
  sampleCamera,
  sampleCode,
  sampleEntry,
  sampleGrant,
  type MakeShelf,
  type Shelf,
  nowhere,
  moved,
} from './shelf.ts';
import { allAccounts, allEntries } from './whole.ts';

/** `quiet`: a change that adds a right and takes none, so that no running session need be asked anew. */
type Change = readonly [name: string, change: () => Promise<unknown>, quiet?: 'quiet'];

/** Every operation that changes something, in an order in which each one does. */
function changes(store: Store): readonly Change[] {
  const { accounts, map, grants, suspensions, pins } = store.operator;
  const birch = sampleAccount();
  const harbour = sampleAccount();
  const camera = sampleCamera();
  const owner = sampleEntry(birch.id);
  const viewer = sampleEntry(harbour.id, { role: 'viewer' });
  const grant = sampleGrant(birch.id);
  const other = sampleGrant(birch.id);
  const third = sampleGrant(birch.id);
  const code = sampleCode(grant);
  const pin = { line: 'stream', fields: [], hash: 'h'.repeat(43), description: '' } as const;
  const old = { ...pin, camera: camera.camera, since: noon };
  const stranger = { description: 'Other', since: noon };
  return [
    ['accounts.add', () => accounts.add(birch)],
    ['accounts.add', () => accounts.add(harbour)],
    ['addSignIn', () => store.of(birch.id).addSignIn('cookie', noon), 'quiet'],
    ['removeSignIn', () => store.directory.removeSignIn('cookie')],
    ['map.addCamera', () => map.addCamera(camera, owner, nowhere)],
    ['map.addEntry', () => map.addEntry(camera.camera, viewer)],
    ['rename', () => store.of(birch.id).rename(owner.device, { name: 'Gate', nicknames: [] })],
    ['map.setSource', () => map.setSources([moved(camera.camera, 'k.other', true)])],
    ['map.reseal', () => map.reseal(camera.camera, 'k.other', 'k.next', 1)],
    ['removeEntry', () => store.of(harbour.id).removeEntry(viewer.device)],
    ['suspensions.suspend', () => suspensions.suspend({ scope: { of: 'all' }, since: noon })],
    ['suspensions.resume', () => suspensions.resume({ of: 'all' })],
    ['pins.pin', () => pins.pin(old, 3)],
    ['pins.note', () => pins.note(camera.camera, 'stream', stranger, 3)],
    ['pins.replace', () => pins.replace(old, { ...old, hash: 'n'.repeat(43) }, 4)],
    ['pins.unpin', () => pins.unpin(camera.camera)],
    ['map.transfer', () => map.transfer(camera.camera, sampleEntry(harbour.id))],
    ['map.removeCamera', () => map.removeCamera(camera.camera)],
    ['addGrant', () => store.of(grant.account).addGrant(grant, code), 'quiet'],
    ['addGrant', () => store.of(other.account).addGrant(other, sampleCode(other)), 'quiet'],
    ['spendCode', () => store.directory.spendCode(code.hash)],
    ['addRefreshToken', () => store.of(grant.account).addRefreshToken('token', grant.id), 'quiet'],
    ['revokeGrant', () => store.of(grant.account).revokeGrant(grant.id)],
    ['revokeGrants', () => store.of(birch.id).revokeGrants()],
    ['addGrant', () => store.of(third.account).addGrant(third, sampleCode(third)), 'quiet'],
    ['grants.revokeClient', () => grants.revokeClient(third.client)],
    ['setPassword', () => store.of(birch.id).setPassword('$argon2id$new')],
    ['remove', () => store.of(birch.id).remove()],
  ];
}

/** Declares the tests of this contract, each with a new shelf of `make` and two stores on it. */
export function neighboursContract(make: MakeShelf): void {
  let shelf: Shelf;
  let here: Store;
  let there: Store;

  beforeEach(async () => {
    shelf = await make();
    here = await shelf.open(() => noon);
    there = await shelf.open(() => noon);
  });
  afterEach(() => shelf.dispose());

  test('the revision grows with every change that takes something away, here and for the neighbour', async () => {
    let before = await here.revision();
    for (const [name, change, quiet] of changes(here)) {
      await change();
      const after = await here.revision();
      if (quiet === undefined || shelf.revisionOf === 'changes') {
        expect({ name, grew: after > before }).toEqual({ name, grew: quiet === undefined });
      }
      expect(await there.revision()).toBe(after);
      before = after;
    }
  });

  test('the revision stays when nothing was changed', async () => {
    const birch = sampleAccount();
    await here.operator.accounts.add(birch);
    const before = await here.revision();
    await here.operator.accounts.add(sampleAccount({ email: birch.email })).catch(() => undefined);
    await here.directory.removeSignIn('nothing');
    await here.of(birch.id).removeEntry(newDeviceId());
    await here.of(birch.id).revokeGrant(newGrantId());
    await here.directory.spendCode('nothing');
    await here.operator.grants.revokeClient('nothing');
    await here.operator.suspensions.resume({ of: 'all' });
    await here.operator.pins.unpin(newCameraId());
    await here.operator.pins.listOnce(10);
    await allEntries(here);
    expect(await here.revision()).toBe(before);
  });

  test('a neighbour reads what was just written', async () => {
    const birch = sampleAccount();
    await here.operator.accounts.add(birch);
    expect(await there.of(birch.id).record()).toEqual(birch);
    await there.of(birch.id).remove();
    expect(await here.of(birch.id).standing(undefined)).toBe(false);
  });

  test('a code is spent once, however many try at the same time', async () => {
    const birch = sampleAccount();
    await here.operator.accounts.add(birch);
    const grant = sampleGrant(birch.id);
    const code = sampleCode(grant);
    await here.of(grant.account).addGrant(grant, code);
    const tries = [here, there, here, there].map((store) => store.directory.spendCode(code.hash));
    const outcomes = (await Promise.all(tries)).map(({ outcome }) => outcome).toSorted();
    expect(outcomes).toEqual(['replayed', 'replayed', 'replayed', 'spent']);
  });

  test('transfers at the same time each get an epoch of their own and leave one owner', async () => {
    const accounts = Array.from({ length: 8 }, () => sampleAccount());
    for (const account of accounts) await here.operator.accounts.add(account);
    const camera = sampleCamera();
    const [first] = accounts;
    await here.operator.map.addCamera(
      camera,
      sampleEntry(first?.id ?? sampleAccount().id),
      nowhere,
    );
    const epochs = await Promise.all(
      accounts.map(({ id }, index) =>
        (index % 2 === 0 ? here : there).operator.map.transfer(camera.camera, sampleEntry(id)),
      ),
    );
    expect(epochs.toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    const last = accounts[epochs.indexOf(9)];
    expect(await there.operator.map.entriesOf(camera.camera)).toMatchObject([
      { account: last?.id, role: 'owner', epoch: 9 },
    ]);
  });

  test('everything is there after closing and opening again', async () => {
    const birch = sampleAccount();
    const camera = sampleCamera();
    const entry = sampleEntry(birch.id);
    const grant = sampleGrant(birch.id);
    await here.operator.accounts.add(birch);
    await here.operator.map.addCamera(camera, entry, nowhere);
    await here.of(grant.account).addGrant(grant, sampleCode(grant));
    await here.of(grant.account).addRefreshToken('token', grant.id);
    const revision = await here.revision();
    await here.close();
    await there.close();
    const later = await shelf.open();
    expect(await allAccounts(later)).toEqual([birch]);
    expect(await allEntries(later)).toEqual([
      { ...camera, ...entry, opening: 1, began: expect.any(Number) },
    ]);
    expect(await later.directory.byRefreshToken('token')).toEqual(grant);
    expect(await later.revision()).toBe(revision);
  });

  test('a closed store refuses, and closes again without a word', async () => {
    const before = await there.revision();
    if (shelf.revisionOf === 'changes') expect(before).toBe(1);
    await here.close();
    await here.close();
    await expect(here.revision()).rejects.toMatchObject({ code: 'storage-down' });
    await expect(here.operator.accounts.add(sampleAccount())).rejects.toMatchObject({
      code: 'storage-down',
    });
    expect(await there.revision()).toBe(before);
  });
}
