/** People who watch just when something is done to what they watch. */
import type { FleetCamera } from '../cast/fleet.ts';
import { goodGrant, isLinked, type Account } from '../cast/accounts.ts';
import type { Chance } from '../chance.ts';
import { watch } from '../display/display.ts';
import type { Protocol } from '../display/intents.ts';
import type { Viewing } from '../oracle/judge.ts';
import type { Right } from '../oracle/ledger.ts';
import type { World } from '../world.ts';
import { waitFor } from '../wait-for.ts';

export interface Audience {
  readonly account: Account;
  readonly right: Right;
  readonly viewings: readonly Viewing[];
}

/** Displays of scenarios are numbered from here. */
const firstDisplay = 10_000;
const timeoutMs = 6_000;
/** A display that has had no picture for so long, in milliseconds, does not count as watching. */
const freshMs = 3_000;
/** How long those who are to lose something stay for it, in milliseconds. */
const seatedMs = 12_000;
const insistMs = 3_000;

/** Whether pictures are coming to one of those who are there, and nobody has taken them away yet. */
export function isWatching({ lastAt, revoked }: Viewing): boolean {
  return revoked !== true && Date.now() - lastAt < freshMs;
}

/** Cameras that are watched and that the bridge knows by now: they have played and given a still. */
export function knownCameras(world: World): FleetCamera[] {
  const known = [...world.viewings].filter(({ lastAt, hadStill }) => lastAt > 0 && hadStill);
  return [...new Set(known.map(({ camera }) => world.camera(camera)))];
}

/** Returns up to `count` accounts, those first that can look at once. */
export function someAccounts(world: World, chance: Chance, count: number): Account[] {
  const able = chance.shuffled(world.accounts.filter(({ gone }) => !gone));
  const linked = able.filter(isLinked);
  return [...linked, ...able.filter((one) => !isLinked(one))].slice(0, count);
}

/** Returns an account that has nothing to do with a camera yet: one that can look at once, if there is one. */
export function outsider(world: World, chance: Chance, camera: string): Account | undefined {
  const involved = new Set(world.ledger.viewersOf(camera).map(({ account }) => account));
  const able = world.accounts.filter(({ key, gone }) => !gone && !involved.has(key));
  const linked = able.filter(isLinked);
  return able.length === 0 ? undefined : chance.pick(linked.length > 0 ? linked : able);
}

/** Adds one more viewing; returns it once its first picture has come, or nothing if none came. */
export async function attend(
  world: World,
  account: Account,
  device: string,
  protocol: Protocol,
  ms: number,
  firstPictureMs = timeoutMs,
): Promise<Viewing | undefined> {
  const grant = goodGrant(account) ?? (await world.link(account));
  const number = firstDisplay + world.viewings.size;
  const habits = { ...world.habits, watchMs: [ms, ms] as const };
  let viewing: Viewing | undefined;
  let over = false;
  void watch({ ...world, habits }, number, grant, device, protocol, world.over, (begun) => {
    viewing = begun;
  })
    // What goes wrong for a display here is what a scenario does to it.
    .catch(() => undefined)
    .finally(() => (over = true));
  await waitFor(world, () => over || (viewing?.lastAt ?? 0) > 0, firstPictureMs, 50);
  return (viewing?.lastAt ?? 0) === 0 ? undefined : viewing;
}

/** Accounts ask for a camera of theirs from which nothing may come, and look for `insistMs`. */
export async function insist(world: World, accounts: readonly Account[]): Promise<void> {
  const tries = accounts.flatMap((account) => {
    const [right] = world.ledger.standing(account.key);
    return (['hls', 'webrtc'] as const).map((by) =>
      attend(world, account, right?.device ?? '', by, insistMs, insistMs),
    );
  });
  await Promise.allSettled(tries);
}

/**
 * Gathers up to `count` accounts, each watching one of its cameras over HLS and WebRTC for `ms`. `fits`
 * chooses among their rights.
 */
async function gather(
  world: World,
  chance: Chance,
  count: number,
  ms: number,
  fits: (right: Right) => boolean = () => true,
): Promise<Audience[]> {
  const able = world.accounts.flatMap((account) => {
    const right = world.ledger.standing(account.key).find(fits);
    return right === undefined || account.gone ? [] : [{ account, right }];
  });
  const seats = chance.shuffled(able).slice(0, count);
  const seated = await Promise.all(
    seats.map(async ({ account, right }): Promise<Audience | undefined> => {
      const { device = '' } = right;
      try {
        // One after the other: the second linking of an account would be one more.
        const hls = await attend(world, account, device, 'hls', ms);
        const webrtc = await attend(world, account, device, 'webrtc', ms);
        const viewings = [hls, webrtc].filter((one) => one !== undefined);
        return viewings.length === 0 ? undefined : { account, right, viewings };
      } catch {
        return undefined;
      }
    }),
  );
  return seated.filter((one) => one !== undefined);
}

/** Returns accounts in which somebody watches something that fits at this moment, one camera of each. */
function sitting(world: World, fits: (right: Right) => boolean): Audience[] {
  const seats = new Map<string, Audience>();
  for (const { grant, camera } of [...world.viewings].filter(isWatching)) {
    const account = world.accounts.find(({ key, gone }) => key === grant.account && !gone);
    const right = world.ledger.standing(grant.account).find((one) => one.camera === camera);
    if (account === undefined || right === undefined || !fits(right)) continue;
    const viewings = [...world.viewings].filter(
      (one) => one.camera === camera && one.grant.account === grant.account,
    );
    seats.set(account.key, { account, right, viewings });
  }
  return [...seats.values()];
}

/**
 * Assembles up to `most` accounts that watch something that fits as it is, and stay; if there are fewer than
 * `least`, others are asked in as well.
 */
export async function assemble(
  world: World,
  chance: Chance,
  { least, most }: { readonly least: number; readonly most: number },
  fits: (right: Right) => boolean = () => true,
): Promise<Audience[]> {
  const here = chance.shuffled(sitting(world, fits)).slice(0, most);
  for (const { stay } of here.flatMap(({ viewings }) => viewings)) stay?.(seatedMs);
  if (here.length >= least) return here;
  const known = new Set(here.map(({ account }) => account.key));
  const more = await gather(world, chance, least - here.length, seatedMs, (right) => {
    return fits(right) && !known.has(right.account);
  });
  return [...here, ...more];
}
