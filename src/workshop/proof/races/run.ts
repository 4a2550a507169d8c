/** One run: the scripts side by side, every storage call and every camera in an order of its own. */
import { setImmediate } from 'node:timers/promises';
import type { Scheduler } from 'fast-check';
import { noNames } from '../../../wall/partitions/claims.ts';
import { streamForm } from '../../../pictures/cameras/stream-form.ts';
import { createRegister } from '../../../wall/operator/register.ts';
import type { Store } from '../../../storage/store.ts';
import { buildBridge, lingerMs } from './bridge.ts';
import { createCameras } from './cameras.ts';
import { Display } from './display.ts';
import { Faults } from './faults.ts';
import { takeTimers, type HandTimers } from './hand-timers.ts';
import { Ledger } from './ledger.ts';
import { operate } from './operator.ts';
import type { Seen } from './seen.ts';
import { post } from './post.ts';
import { scheduledStore, type Turn } from './scheduled-store.ts';
import type { Script, WorldStep } from './steps.ts';
import { tellAll, toldStore } from './told-store.ts';
import { dawn, link, type Town } from './town.ts';
import { createWire } from './wire.ts';

/** So many turns of the event loop without anything to do are no coincidence. */
const maxIdle = 60;

/** Lets the scheduler work until `whole` is done; if all wait for a timer, time passes. */
async function drive(
  whole: Promise<unknown>,
  { scratch }: Town,
  scheduler: Scheduler,
  timers: HandTimers,
) {
  let over = false;
  void whole.finally(() => (over = true)).catch(() => undefined);
  let idle = 0;
  for (;;) {
    await setImmediate();
    // What was asked is answered before the next one has its turn: the order is the scheduler's, and no server's.
    if (scratch.isBusy) await scratch.quiet();
    if (over) return whole;
    if (scheduler.count() > 0) {
      idle = 0;
      await scheduler.waitOne();
      continue;
    }
    idle += 1;
    if (idle < maxIdle) continue;
    idle = 0;
    if (!timers.leap()) throw new Error('everybody waits, and for nothing');
  }
}

/**
 * Returns how much was looked at. `lie` breaks the bridge's store, to see that it is noticed.
 * @throws Error saying what was wrong.
 */
export async function race(
  town: Town,
  script: Script,
  scheduler: Scheduler,
  lie: (store: Store) => Store = (store) => store,
): Promise<Seen> {
  await town.scratch.begin();
  const timers = takeTimers(dawn);
  try {
    return await raced(town, script, scheduler, timers, lie);
  } finally {
    timers.restore();
    await town.scratch.undo();
  }
}

async function raced(
  town: Town,
  script: Script,
  scheduler: Scheduler,
  timers: HandTimers,
  lie: (store: Store) => Store,
): Promise<Seen> {
  const { time } = timers;
  const faults = new Faults();
  const turn: Turn = (label) => scheduler.schedule(Promise.resolve(), label);
  const seen: Seen = { answers: 0, pictures: 0, lastMoments: 0 };
  const ledger = new Ledger(() => time.monotonic);
  await tellAll(town.scratch.store, ledger, town.ring);
  const store = scheduledStore(lie(toldStore(town.scratch.store, ledger, town.ring)), turn);
  const cameras = createCameras(turn);
  const listeners = new Map<string, (packet: Uint8Array) => void>();
  const webrtc = createWire(turn, (offer, packet) => listeners.get(offer)?.(packet));
  const { openSource } = cameras;
  const bridge = buildBridge({ town, store, time, openSource, webrtc, fault: faults.add });
  const register = createRegister(store, town.ring, noNames, streamForm);
  const { accounts, grants } = town;

  function worldStep(step: WorldStep): void {
    if (step.do === 'film') cameras.film(step.place);
    else if (step.do === 'power') cameras.power(step.place, step.on);
    else timers.advance(step.ms);
  }

  async function inTurn<S extends { readonly do: string }>(
    steps: readonly S[],
    take: (step: S) => unknown,
  ): Promise<void> {
    for (const step of steps) {
      await turn(step.do);
      await take(step);
    }
  }

  const displays = script.displays.map(async ({ account: at, steps }) => {
    const [account, grant] = [accounts[at], grants[at]];
    if (account === undefined || grant === undefined) throw new TypeError('nobody lives there');
    const display = new Display({
      account,
      grant,
      ledger,
      faults,
      seen,
      token: (of, under) => town.token(of, under),
      link: (of) => link(store, of),
      post: (asked, leaving) => post(bridge.app, asked, leaving),
      listen: (offer, check) => void listeners.set(offer, check),
      clearCache: (token) =>
        bridge.partitions
          .within(town.tokens.verify(token), async (partition) => partition.cache.clear())
          .catch(() => undefined),
    });
    await inTurn(steps, (step) => display.take(step));
  });
  const parts = {
    store,
    register,
    partitions: bridge.partitions,
    accounts,
    grants,
    ledger,
    faults,
  };
  const operators = script.operators.map((steps) => inTurn(steps, (step) => operate(step, parts)));
  const world = inTurn(script.world, worldStep);
  await drive(Promise.all([...displays, ...operators, world]), town, scheduler, timers);

  await drive(bridge.partitions.close(), town, scheduler, timers);
  if (webrtc.open > 0) faults.add('a connection outlives its session');
  timers.advance(lingerMs);
  if (cameras.open > 0) faults.add('a camera stays open with nobody watching');
  await drive(bridge.close(), town, scheduler, timers);
  while (timers.leap()) await setImmediate();
  await town.scratch.quiet();
  if (bridge.partitions.load.sessions > 0) faults.add('sessions are left over');
  faults.check();
  return seen;
}
