/** A database that went back: who comes back with what they had, and what a restore ends. */
import { DeviceId } from '../../../../identity/ids.ts';
import type { Account } from '../cast/accounts.ts';
import { refresh } from '../display/oauth.ts';
import { watch } from '../display/display.ts';
import type { Grant, Viewing } from '../oracle/judge.ts';
import type { Right } from '../oracle/ledger.ts';
import type { World } from '../world.ts';
import type { Audience } from './audience.ts';
import { knock } from './revoking.ts';

/** How long one looks at what is given, in milliseconds. */
const lookMs = 2_000;
/** Displays that come back are numbered from here. */
const firstDisplay = 20_000;

/** What somebody had. */
export interface Had {
  readonly grant: Grant;
  readonly device: string;
  readonly viewings: readonly Viewing[];
}

/** Returns what those had who are watching. */
export function hadBy(audiences: readonly Audience[]): Had[] {
  return audiences.flatMap(({ right: { device = '' }, viewings }) =>
    [...new Set(viewings.map(({ grant }) => grant))].map((grant) => ({ grant, device, viewings })),
  );
}

/** Comes back with old tickets, the old token, and a new one for the old linking if there is any. */
export async function comeBack(world: World, had: readonly Had[]): Promise<void> {
  const habits = { ...world.habits, watchMs: [lookMs, lookMs] as const };
  await Promise.allSettled(
    had.map(async ({ grant, device, viewings }, at) => {
      await Promise.all(viewings.map((viewing) => knock(world, viewing)));
      const look = (by: 'hls' | 'webrtc') =>
        watch({ ...world, habits }, firstDisplay + at, grant, device, by, world.over);
      await Promise.allSettled([look('hls'), look('webrtc')]);
      if (!(await refresh(world.client, world.origin, world.oauth, grant))) return;
      await Promise.allSettled([look('hls'), look('webrtc')]);
    }),
  );
}

interface Share {
  readonly guest: Account;
  readonly camera: string;
}

/** Ends in the ledger all that a restore ends; returns the shares. Call it once the operator got the answer. */
export function endAll(world: World): Share[] {
  const { accounts, ledger } = world;
  const guests = accounts.flatMap((guest) => {
    for (const grant of guest.grants) grant.endedAt ??= Date.now();
    return ledger.standing(guest.key).map((right) => ({ guest, right }));
  });
  const shared = guests.filter(
    ({ guest, right }) => world.camera(right.camera).owner !== guest.key,
  );
  for (const { right } of shared) ledger.take(right);
  return shared.map(({ guest, right }) => ({ guest, camera: right.camera }));
}

/**
 * Confirms everybody again. All of the run's accounts sign in from one address, and what was refused to them
 * meanwhile counts against it for a quarter of an hour: a start forgets that.
 */
export async function confirmAll({ bridge, casement }: World): Promise<void> {
  const { code, stderr } = await casement(['account', 'confirm', '--all', '--yes']);
  if (code !== 0) throw new Error(`account confirm --all: ${code}: ${stderr}`);
  await bridge.stop();
  await bridge.start();
}

/** Shares them anew. */
export async function shareAgain(world: World, shares: readonly Share[]): Promise<void> {
  const { ledger, operator } = world;
  for (const { guest, camera } of shares) {
    const { owner } = world.camera(camera);
    const own = (right: Right): boolean => right.camera === camera;
    const right = ledger.standing(owner).find(own);
    if (right?.device === undefined) continue;
    const theirs = ledger.give(guest.key, camera, right);
    const device = DeviceId(right.device);
    ledger.name(theirs, await operator.register.share(device, guest.id));
  }
}
