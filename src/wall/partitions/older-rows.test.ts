/** Rows from before places were compared: they go on playing until the operator decides. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { newAccountId, type AccountId, type DeviceId } from '../../identity/ids.ts';
import { openKeyRing, type KeyRing } from '../../identity/keyring.ts';
import { nowhere, sampleAccount, sampleCamera, sampleEntry } from '../../storage/contract/shelf.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { createClaims, noNames, type Claims } from './claims.ts';
import { createOriginRegister } from '../operator/origin-register.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister, type Register } from '../operator/register.ts';
import { sealSource } from './sealed-source.ts';
import { allEntries } from '../../storage/contract/whole.ts';

let folder: string;
let store: Store;
let ring: KeyRing;
let register: Register;
let claims: Claims;
let owners: readonly [AccountId, AccountId, AccountId];

beforeEach(async () => {
  folder = scratchFolder('older');
  ring = openKeyRing(join(folder, 'keys.json'));
  store = openSqlite({ file: join(folder, 'casement.db') });
  register = createRegister(store, ring, noNames, streamForm);
  claims = createClaims({ store, ring, resolve: noNames });
  owners = [newAccountId(), newAccountId(), newAccountId()];
  for (const id of owners) await store.operator.accounts.add(sampleAccount({ id }));
});
afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

const source = (rtsp: string) => ({ stream: rtsp, transport: 'auto', alwaysWarm: false }) as const;

/** A row as the version before left it. */
async function older(owner: AccountId, rtsp: string): Promise<DeviceId> {
  const camera = sampleCamera();
  const sealedSource = sealSource(ring, camera.camera, source(rtsp));
  const entry = sampleEntry(owner);
  await store.operator.map.addCamera({ ...camera, sealedSource }, entry, nowhere);
  const db = new Database(join(folder, 'casement.db'));
  db.prepare('UPDATE cameras SET grandfathered = 1, unplaced = 1 WHERE id = ?').run(camera.camera);
  db.close();
  return entry.device;
}

const add = (owner: AccountId, rtsp: string): Promise<DeviceId> =>
  register.addCamera({ owner, kind: 'camera', name: 'Door', nicknames: [], source: source(rtsp) });

async function connect(device: DeviceId, address: string, host = address) {
  const camera = (await allEntries(store)).find((entry) => entry.device === device)?.camera;
  if (camera === undefined) throw new TypeError('no such camera');
  return claims.check(camera, 'stream', { host, addresses: [address], port: 554, path: '/x' });
}

const refused = { code: 'bad-request', message: expect.stringContaining('another account has') };

test('a pair of them goes on playing, and is named until it is decided', async () => {
  const [birch, harbour] = owners;
  const one = await older(birch, 'rtsp://10.0.0.7/x');
  const two = await older(harbour, 'rtsp://10.0.0.7:554/x');
  await older(birch, 'rtsp://10.0.0.7/x');
  expect(await register.olderConflicts()).toEqual(expect.arrayContaining([[one, two]]));
  expect(await register.olderConflicts()).toHaveLength(2);
  expect(await register.conflicts([two])).toHaveLength(2);
  expect(await register.conflicts([one])).toEqual([[one, two]]);
  expect(await connect(one, '10.0.0.7')).toBe('free');
  expect(await connect(two, '10.0.0.7')).toBe('free');
  await register.remove(two);
  expect(await register.olderConflicts()).toEqual([]);
});

test('so does a pair by name, from the first connection on', async () => {
  const [birch, harbour] = owners;
  const one = await older(birch, 'rtsp://10.0.0.7/x');
  const two = await older(harbour, 'rtsp://door.example/x');
  expect(await register.olderConflicts()).toEqual([]);
  expect(await connect(two, '10.0.0.7', 'door.example')).toBe('free');
  expect(await register.olderConflicts()).toEqual([[one, two]]);
});

test('a new row beside one of them is refused, before any bridge has started', async () => {
  const [birch, harbour] = owners;
  await older(birch, 'rtsp://10.0.0.7/x');
  await expect(add(harbour, 'rtsp://10.0.0.7/x')).rejects.toMatchObject(refused);
});

test('who changes or hands on one of a pair has to decide', async () => {
  const [birch, harbour, maple] = owners;
  const one = await older(birch, 'rtsp://10.0.0.7/x');
  const two = await older(harbour, 'rtsp://10.0.0.7/x');
  const password = register.setSource(one, source('rtsp://u:new@10.0.0.7/x'));
  await expect(password).rejects.toMatchObject(refused);
  await expect(register.transfer(two, maple)).rejects.toMatchObject(refused);
  expect(await connect(one, '10.0.0.7')).toBe('free');
  await register.transfer(two, birch);
  expect(await register.olderConflicts()).toEqual([]);
});

test('is older until its row is written anew; one over TLS waits for a key', async () => {
  const [birch, harbour] = owners;
  const device = await older(birch, 'rtsps://10.0.0.7/x');
  await add(harbour, 'rtsps://10.0.0.8/x');
  const waiting = () => createOriginRegister(store, ring).olderUnconfirmed();
  expect(await store.operator.places.older({ most: 10 })).toHaveLength(1);
  expect(await waiting()).toEqual([device]);
  await register.setSource(device, source('rtsps://u:new@10.0.0.7/x'));
  expect(await store.operator.places.older({ most: 10 })).toEqual([]);
  expect(await waiting()).toEqual([]);
});

test('is looked for once only', async () => {
  const [birch] = owners;
  await older(birch, 'rtsp://10.0.0.7/x');
  await register.olderConflicts();
  const before = await store.revision();
  await register.olderConflicts();
  expect(await store.revision()).toBe(before);
  expect(await store.operator.places.unplaced({ most: 10 })).toEqual([]);
});

describe('what a pair of them may is no pass to others', () => {
  test('a camera that leads to another account’s is refused there, older or not', async () => {
    const [birch, harbour] = owners;
    await older(birch, 'rtsp://10.0.0.7/x');
    const theirs = await older(harbour, 'rtsp://10.0.0.7/y');
    await register.olderConflicts();
    // By a redirect, or by what its description names: /x is not where the row leads.
    expect(await connect(theirs, '10.0.0.7')).toBe('taken');
  });

  test('a name that was met elsewhere is refused where it leads to another account’s', async () => {
    const [birch, harbour] = owners;
    await older(birch, 'rtsp://10.0.0.7/x');
    const theirs = await older(harbour, 'rtsp://door.example/x');
    await register.olderConflicts();
    expect(await connect(theirs, '10.0.0.8', 'door.example')).toBe('free');
    expect(await connect(theirs, '10.0.0.7', 'door.example')).toBe('taken');
    expect(await connect(theirs, '10.0.0.8', 'door.example')).toBe('free');
  });
});
