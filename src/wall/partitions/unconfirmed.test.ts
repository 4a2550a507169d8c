/** After a restore: nothing of an owner who has not been confirmed is shown to anybody. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Proof } from '../../identity/proof.ts';
import { createSignIns } from '../../identity/sign-in.ts';
import type { Store } from '../../storage/store.ts';
import { askedSingly } from '../../workshop/testing/asked-singly.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import { noNames } from './claims.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister, type Register } from '../operator/register.ts';
import { overTenant } from '../../workshop/testing/over-tenant.ts';

let house: TestHouse;
let birch: TestAccount;
let harbour: TestAccount;
let register: Register;
/** Whether the map says of every entry that its owner is unconfirmed. */
let doubted: boolean;

const doubting = (real: Store): Store =>
  askedSingly(
    overTenant(real, (own) => ({
      async entry(device) {
        const entry = await own.entry(device);
        return entry && { ...entry, ...(doubted && { unconfirmed: true }) };
      },
    })),
  );

beforeEach(async () => {
  doubted = false;
  house = await openTestHouse({ store: doubting });
  birch = await house.addAccount('Birch');
  harbour = await house.addAccount('Harbour');
  register = createRegister(house.store, house.ring, noNames, streamForm);
});
afterEach(() => house.close());

async function signedIn({ account }: TestAccount): Promise<Proof> {
  const signIns = createSignIns(house.store, 60_000, Date.now);
  return signIns.verify(await signIns.start(account));
}

/** Starts a session; returns how it ends. */
const start = (proof: Proof, device = birch.device) =>
  house.partitions.within(proof, async (partition) => {
    const session = partition.startSession(await partition.device(device), 'hls');
    return { ended: new Promise((resolve) => session.onEnd(resolve)) };
  });

test('an unconfirmed account is let in by no proof', async () => {
  await house.store.operator.restores.distrust(0);
  for (const proof of [birch.proof, await signedIn(birch)]) {
    await expect(start(proof)).rejects.toMatchObject({ code: 'unauthenticated' });
  }
  await house.store.operator.accounts.confirm(birch.account);
  await expect(start(await signedIn(birch))).resolves.toBeDefined();
});

test('a camera whose owner is unconfirmed is shown to no confirmed viewer', async () => {
  await house.store.operator.restores.distrust(0);
  await house.store.operator.accounts.confirm(harbour.account);
  const seen = await register.share(birch.device, harbour.account);
  const proof = await signedIn(harbour);
  await expect(start(proof, seen)).rejects.toMatchObject({ code: 'suspended' });
  await house.store.operator.accounts.confirm(birch.account);
  await expect(start(proof, seen)).resolves.toBeDefined();
});

test('a session of such a camera ends', async () => {
  const seen = await register.share(birch.device, harbour.account);
  const { ended } = await start(await signedIn(harbour), seen);
  doubted = true;
  await register.rename(birch.device, { name: 'Gate' });
  await house.partitions.recheck();
  expect(await ended).toBe('suspended');
});
