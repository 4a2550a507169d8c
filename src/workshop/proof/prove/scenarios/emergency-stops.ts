import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Chance } from '../chance.ts';
import type { Covers } from '../oracle/ledger.ts';
import { fileOnly } from './file-only.ts';
import type { Scenario, World } from '../world.ts';
import { assemble, insist, someAccounts, type Audience } from './audience.ts';
import {
  heard,
  losses,
  unwritable,
  type BridgeState,
  type Entered,
  type Owed,
  type StopOf,
} from './bridge-states.ts';
import { owe } from './losses.ts';
import { lasts } from './rounds.ts';
import { timeStop } from './timed-stop.ts';

/** One stop: what its command is given, and what the ledger must know of it. */
interface Stop {
  readonly of: StopOf;
  readonly named: readonly string[];
  readonly covers: Covers;
}

const everything: Stop = { of: 'all', named: ['--all'], covers: () => true };

const accountOf = ({ account }: Audience): Stop => ({
  of: 'account',
  named: ['--account', account.email],
  covers: (key) => key === account.key,
});

const deviceOf = ({ right }: Audience): Stop => ({
  of: 'device',
  named: ['--device', right.device ?? ''],
  covers: (_account, camera) => camera === right.camera,
});

/** Takes back what was stopped. */
type Lift = () => Promise<void>;

/** Runs the command and compares what it says with what is so. Returns what is so then. */
async function tell(
  world: World,
  state: BridgeState,
  stop: Stop,
  at: string,
): Promise<Owed | undefined> {
  const { code, stdout, stderr } = await world.casement(['suspend', ...stop.named], at);
  const [out, err] = [stdout.trimEnd(), stderr.trimEnd()];
  const owed = state.owes(stop.of);
  const so = owed.find((one) => one.code === code && one.out.test(out) && one.err.test(err));
  const what = `the word of suspend --${stop.of}, ${state.name}`;
  owe(world, what, so !== undefined, `exit ${code}: ${[out, err].join(' | ')}`);
  if (code === 4) {
    owe(world, `stopped.json, ${state.name}`, existsSync(join(at, 'stopped.json')), 'none');
  }
  return so;
}

/** Stops each; returns what lifts those that hold from then on. */
async function stopEach(
  world: World,
  state: BridgeState,
  entered: Entered,
  stops: readonly Stop[],
): Promise<Lift[]> {
  const told = stops.map((stop) => tell(world, state, stop, entered.folder));
  // From when on the bridge must obey: the command's word, or the moment at which it can receive it.
  const hears = Promise.all(told).then(() => entered.hear?.());
  // If it fails, leaving fails too, and says so.
  hears.catch(() => undefined);
  const lifts: Lift[] = [];
  async function end(stop: Stop, word: Promise<Owed | undefined>): Promise<string | undefined> {
    const said = await word;
    if (entered.hear !== undefined) await hears;
    // It says that it did nothing, or something else than it owes.
    if (said === undefined || said.code === 1) return undefined;
    world.injected();
    // From a bridge that could have received it this is no promise: delivery may go on.
    const promised = said.so !== 'unheard' || entered.hear !== undefined;
    const kind = `suspend --${stop.of}: ${state.name}, exit ${said.code}, ${said.so}`;
    if (stop.of === 'all' || state.keeps) {
      const lift = promised ? world.ledger.suspend(stop.covers) : () => undefined;
      lifts.push(async () => {
        lift();
        const { code, stdout, stderr } = await world.casement(['resume', ...stop.named]);
        const isLifted = code === 0 || (code === 3 && stdout.startsWith('Resumed '));
        owe(world, `resume --${stop.of}`, isLifted, `exit ${code}: ${stdout}${stderr}`);
      });
    }
    return promised ? kind : undefined;
  }
  await Promise.all(
    stops.map((stop, at) =>
      timeStop(
        world,
        ({ grant, camera }) => stop.covers(grant.account, camera),
        end(stop, told[at] ?? Promise.resolve(undefined)),
      ),
    ),
  );
  return lifts;
}

/** How long displays go on asking afterwards: at least so many ms, and requests. */
const [askedMs, asked] = [1_000, 40] as const;
/** So many accounts ask a bridge that began anew, whose displays may have given up. */
const insisting = 4;

async function round(
  world: World,
  chance: Chance,
  state: BridgeState,
  stops: readonly Stop[],
): Promise<void> {
  if (world.over.aborted) return;
  const entered = await state.enter(world, chance);
  let lifts: Lift[] = [];
  try {
    lifts = await stopEach(world, state, entered, stops);
  } finally {
    await entered.leave();
  }
  const accounts = someAccounts(world, chance, state.anew ? insisting : 0);
  await Promise.all([insist(world, accounts), lasts(world, askedMs, asked)]);
  for (const lift of lifts) await lift();
}

const audience = { least: 6, most: 40 } as const;

/** Up to three accounts and three devices, of different accounts and cameras. */
async function some(world: World, chance: Chance): Promise<Stop[]> {
  const all = await assemble(world, chance, audience);
  const cameras = all.map(({ right }) => right.camera);
  // Two devices of one camera are one suspension.
  const chosen = all.filter(({ right }, at) => cameras.indexOf(right.camera) === at).slice(0, 6);
  return chosen.map((one, at) => (at % 2 === 0 ? accountOf(one) : deviceOf(one)));
}

export const emergencyStops: Scenario = {
  name: 'emergency-stops',
  faults: 'F12, F34, F37',
  says: 'Everything, accounts and devices are suspended by command: beside a bridge that runs, is frozen, starts, or has lost its database.',
  missing: fileOnly,
  async turn(world, chance) {
    for (const state of unwritable) {
      await assemble(world, chance, audience);
      await round(world, chance, state, [everything]);
    }
    for (const state of chance.shuffled(heard)) {
      await round(world, chance, state, await some(world, chance));
      await assemble(world, chance, audience);
      await round(world, chance, state, [everything]);
    }
    for (const state of chance.shuffled(losses)) {
      const stops = await some(world, chance);
      await round(world, chance, state, [...stops.slice(0, 2), everything]);
    }
  },
};
