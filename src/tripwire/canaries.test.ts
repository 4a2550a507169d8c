/** The canaries through restarts, on a real store and with their real cameras. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { createAccessTokens } from '../identity/access-token.ts';
import { makeKeyFile, readKeyFile } from '../identity/key-file.ts';
import { atOnce, rotated } from '../identity/key-rotation.ts';
import { ringOf } from '../identity/keyring.ts';
import { noNames } from '../wall/partitions/claims.ts';
import { streamForm } from '../pictures/cameras/stream-form.ts';
import { createRegister } from '../wall/operator/register.ts';
import { openSource } from '../wall/partitions/sealed-source.ts';
import { openTestHouse, type TestHouse } from '../workshop/testing/test-house.ts';
import { settleCanaries } from './canaries.ts';
import { canaryEmail } from './canary-account.ts';
import { removeCanaries, tokensOf } from './settled-canary.ts';
import { createCanaryWatermarks } from './canary-watermark.ts';
import { allAccounts, allEntrySpans, allGrantSpans } from '../storage/contract/whole.ts';

const ever = [0, Number.MAX_SAFE_INTEGER] as const;

let house: TestHouse;
beforeEach(async () => {
  house = await openTestHouse();
});
afterEach(() => house.close());

/** One start and its end: who they were, and under which linkings. */
async function start() {
  const { store, ring, partitions, accessTokens, time } = house;
  const register = createRegister(store, ring, noNames, streamForm);
  const now = () => time.wall;
  const watermarks = createCanaryWatermarks(ring, now);
  const parts = { store, register, partitions, accessTokens, watermarks, now };
  const { canaries, close } = await settleCanaries(parts);
  try {
    return await Promise.all(
      canaries.map(async ({ account, device, camera, ...canary }) => {
        const { grant } = accessTokens.verify(await canary.token());
        return { account, device, camera, grant };
      }),
    );
  } finally {
    await close();
  }
}

test('they are the same after a restart, and leave nothing behind in the history', async () => {
  const before = await start();
  expect(new Set(before.map(({ account }) => account)).size).toBe(2);
  expect(await start()).toEqual(before);
  expect(await allGrantSpans(house.store, ...ever)).toHaveLength(2);
  expect(await allEntrySpans(house.store, ...ever)).toHaveLength(2);
  expect(await allAccounts(house.store)).toHaveLength(2);
});

// One may get the port that the other had, and its row says so until it is told the new one.
test('a place of theirs is no place of an earlier start, whatever the port', async () => {
  const paths = new Set<string>();
  for (let round = 0; round < 2; round += 1) {
    for (const { account, device } of await start()) {
      const { camera, sealedSource } = (await house.store.of(account).entry(device)) ?? {};
      if (camera === undefined || sealedSource === undefined) throw new TypeError('no canary');
      paths.add(new URL(openSource(house.ring, camera, sealedSource).stream).pathname);
    }
  }
  expect(paths.size).toBe(4);
});

test('a new token needs no new linking, unless it was ended', async () => {
  const before = await start();
  house.time.wall += 3_600_000;
  expect(await start()).toEqual(before);
  for (const { account } of before) await house.store.of(account).revokeGrants();
  const after = await start();
  expect(after.map(({ device }) => device)).toEqual(before.map(({ device }) => device));
  expect(after.map(({ grant }) => grant)).not.toEqual(before.map(({ grant }) => grant));
});

// As `keys rotate --at-once` does: the tripwire made no round any more until half the token's life was over.
test('a token whose key is ended at once gives way to one of the new key, under the same linking', async () => {
  const { store, ring, time } = house;
  const { account, grant } = await house.addAccount('Birch');
  const folder = scratchFolder('canaries');
  try {
    const file = join(folder, 'keys.json');
    makeKeyFile(file);
    let keys = readKeyFile(file);
    const now = () => time.wall;
    const changing = {
      ...ring,
      get signing() {
        return ringOf(file, keys, now()).signing;
      },
    };
    const issuer = 'https://bridge.example.net';
    const accessTokens = createAccessTokens({ ring: changing, issuer, lifetimeSeconds: 3600, now });
    const register = createRegister(store, ring, noNames, streamForm);
    const token = tokensOf(account, { store, register, accessTokens, now });
    const before = await token();
    keys = rotated(keys, now());
    expect(await token()).toBe(before);
    keys = atOnce(keys);
    const after = await token();
    expect(after).not.toBe(before);
    expect(accessTokens.verify(after)).toMatchObject({ account, grant });
    expect(await token()).toBe(after);
  } finally {
    removeFolder(folder);
  }
});

test('the camera of another build, which says something else, is no other camera', async () => {
  const [before] = await start();
  if (before === undefined) throw new TypeError('no canary');
  const since = house.time.wall;
  const pin = { line: 'stream', fields: ['server'], hash: 'x'.repeat(43), since } as const;
  const [{ opening } = { opening: 0 }] = await house.store.operator.map.entriesOf(before.camera);
  const met = { ...pin, camera: before.camera, description: 'Casement 0.0' };
  await house.store.operator.pins.pin(met, opening);
  await start();
  expect(await house.store.operator.pins.of(before.camera, 'stream')).toBeUndefined();
});

test('one whose cameras are not as they were is made anew, under new ids', async () => {
  const [first, second] = await start();
  if (first === undefined || second === undefined) throw new TypeError('no canary');
  const register = createRegister(house.store, house.ring, noNames, streamForm);
  await register.remove(first.device);
  const birch = await house.addAccount('Birch');
  await register.share(birch.device, second.account);
  for (const [at, { account, device }] of (await start()).entries()) {
    expect([first, second][at]?.account).not.toBe(account);
    expect(await register.list(account)).toMatchObject([{ device, role: 'owner' }]);
  }
});

test('removed, they have never been there', async () => {
  await start();
  const birch = await house.addAccount('Birch');
  await house.store.of(birch.account).revokeGrants();
  await removeCanaries(house.store);
  expect(await house.store.directory.byEmail(canaryEmail('1'))).toBeUndefined();
  const accounts = [
    ...(await allGrantSpans(house.store, ...ever)),
    ...(await allEntrySpans(house.store, ...ever)),
  ].map(({ account }) => account);
  expect(new Set(accounts)).toEqual(new Set([birch.account]));
});
