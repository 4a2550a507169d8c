import { randomBytes } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DeviceId } from '../../../../identity/ids.ts';
import type { Right } from '../oracle/ledger.ts';
import { fileOnly } from './file-only.ts';
import type { Scenario, World } from '../world.ts';
import { assemble, attend, type Audience } from './audience.ts';
import { confirmAll, comeBack, endAll, hadBy, shareAgain } from './coming-back.ts';
import { owe } from './losses.ts';
import { endGrants, ofCamera, ofAccount, revoke } from './revoking.ts';
import { lasts, oneByOne } from './rounds.ts';

/** How long displays go on asking: at least so many ms, and requests. */
const [askedMs, asked] = [1_500, 60] as const;
/** How long one looks at what an account shows that is not confirmed, in milliseconds. */
const lookMs = 2_000;

/** Runs a command that must succeed. */
async function casement(world: World, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await world.casement(args);
  owe(world, `casement ${args[0]} ends with 0`, code === 0, `${code}: ${stderr}`);
}

/** Ends what the backup still has: a share if it is one, else every linking of the account. */
async function take(world: World, { account, right }: Audience): Promise<void> {
  const { ledger, operator } = world;
  const { key, id } = account;
  const theirs = ofAccount(key);
  if (world.camera(right.camera).owner === key) {
    await revoke(world, 'unlinked since the backup', theirs, () =>
      endGrants(world, key, () => operator.store.of(id).revokeGrants()),
    );
    return;
  }
  const ofIt = ofCamera(right.camera);
  await revoke(
    world,
    'unshared since the backup',
    (viewing) => theirs(viewing) && ofIt(viewing),
    async () => {
      await operator.register.unshare(DeviceId(right.device ?? ''), id);
      ledger.take(right);
    },
  );
}

/** A confirmed account is given a share of a camera whose owner is not: it shows nothing. */
async function lookAtUnconfirmed(world: World, { account: guest }: Audience): Promise<void> {
  const { ledger, operator } = world;
  const right = world.accounts
    .filter(({ key, gone }) => key !== guest.key && !gone)
    .flatMap(({ key }) => ledger.standing(key))
    .find((one) => one.device !== undefined && ledger.viewersOf(one.camera).length === 1);
  if (right?.device === undefined) return;
  const theirs = ledger.give(guest.key, right.camera, right);
  const device = await operator.register.share(DeviceId(right.device), guest.id);
  ledger.name(theirs, device);
  const ways = ['hls', 'webrtc'] as const;
  await Promise.allSettled(ways.map((by) => attend(world, guest, device, by, lookMs, lookMs)));
  await operator.register.unshare(DeviceId(device), guest.id);
  ledger.take(theirs);
}

/** Removes what a restore set aside: it is of no use to the run. */
async function tidy(folder: string, files: readonly string[]): Promise<void> {
  const aside = (await readdir(folder)).filter((name) => name.startsWith('before-restore-'));
  for (const path of [...aside.map((name) => join(folder, name)), ...files]) {
    await rm(path, { recursive: true });
  }
}

export const restoredCopy: Scenario = {
  name: 'restored-copy',
  faults: 'F13, F34',
  says: 'A backup is restored after linkings and shares have ended: nothing of it is believed, and nobody is shown, until confirmed.',
  missing: fileOnly,
  async turn(world, chance) {
    const { bridge, folder, ledger } = world;
    const [file, keyFile] = ['backup', 'backup-key'].map((name) => join(dirname(folder), name));
    if (file === undefined || keyFile === undefined) return;
    const isGuest = ({ camera, account }: Right): boolean => world.camera(camera).owner !== account;
    const guests = await assemble(world, chance, { least: 2, most: 3 }, isGuest);
    const owners = await assemble(world, chance, { least: 5, most: 8 }, (one) => !isGuest(one));
    const audiences = [...guests, ...owners];
    const [first] = audiences;
    if (first === undefined || world.over.aborted) return;
    await writeFile(keyFile, randomBytes(32), { mode: 0o600 });
    await casement(world, 'backup', file, '--key-file', keyFile);
    const had = hadBy(audiences);
    await oneByOne(world, audiences.slice(0, 8), (audience) => take(world, audience));

    await bridge.stop();
    await casement(world, 'restore', file, '--key-file', keyFile, '--over');
    world.injected();
    const shares = endAll(world);
    const confirmed = new Set<string>();
    const believed = (account: string): boolean => confirmed.has(account);
    const lift = ledger.suspend(
      (account, camera) => !believed(account) || !believed(world.camera(camera).owner),
    );
    await world.reopen();
    await tidy(folder, [file, keyFile]);
    await bridge.start();
    await Promise.all([comeBack(world, had), lasts(world, askedMs, asked)]);

    confirmed.add(first.account.key);
    await casement(world, 'account', 'confirm', first.account.email);
    await lookAtUnconfirmed(world, first);
    lift();
    await confirmAll(world);
    await comeBack(world, had);
    await shareAgain(world, shares);
  },
};
