/** People who watch just when something is done to what they watch. */
import { goodGrant, type Household } from '../cast/households.ts';
import type { Chance } from '../chance.ts';
import { watch } from '../display/display.ts';
import type { Protocol } from '../display/intents.ts';
import type { Viewing } from '../oracle/judge.ts';
import type { Right } from '../oracle/ledger.ts';
import type { World } from '../world.ts';

export interface Audience {
  readonly household: Household;
  readonly right: Right;
  readonly viewings: readonly Viewing[];
}

/** Displays of scenarios are numbered from here. */
const firstDisplay = 10_000;
const patienceMs = 6_000;

/** One more viewing; gives it once its first picture has come, or nothing where none came. */
export async function attend(
  world: World,
  household: Household,
  device: string,
  protocol: Protocol,
  ms: number,
): Promise<Viewing | undefined> {
  const grant = goodGrant(household) ?? (await world.link(household));
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
  const until = Date.now() + patienceMs;
  while (!over && (viewing?.lastAt ?? 0) === 0 && Date.now() < until) await world.pause(50);
  return (viewing?.lastAt ?? 0) === 0 ? undefined : viewing;
}

/**
 * Up to `count` households, each watching one of its cameras over HLS and WebRTC for `ms`. `fits`
 * chooses among their rights.
 */
export async function gather(
  world: World,
  chance: Chance,
  count: number,
  ms: number,
  fits: (right: Right) => boolean = () => true,
): Promise<Audience[]> {
  const able = world.households.flatMap((household) => {
    const right = world.ledger.standing(household.key).find(fits);
    return right === undefined || household.gone ? [] : [{ household, right }];
  });
  const seats = chance.shuffled(able).slice(0, count);
  const seated = await Promise.all(
    seats.map(async ({ household, right }): Promise<Audience | undefined> => {
      const { device = '' } = right;
      try {
        // One after the other: the second linking of a household would be one more.
        const hls = await attend(world, household, device, 'hls', ms);
        const webrtc = await attend(world, household, device, 'webrtc', ms);
        const viewings = [hls, webrtc].filter((one) => one !== undefined);
        return viewings.length === 0 ? undefined : { household, right, viewings };
      } catch {
        return undefined;
      }
    }),
  );
  return seated.filter((one) => one !== undefined);
}
