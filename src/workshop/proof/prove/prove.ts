/** One run: displays live, scenarios have their turns, the oracle looks at every byte. */
import { setMaxListeners } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createChance } from './chance.ts';
import { buildWorld } from './build-world.ts';
import type { ArgumentsOf } from './cast/commands.ts';
import { live } from './display/display.ts';
import { openEyes, type Eyes } from './eyes/eyes.ts';
import { seenBy } from './eyes/seen.ts';
import type { Noted } from './history.ts';
import type { Foreign } from './oracle/findings.ts';
import { engineWords, type EngineName } from '../engine.ts';
import type { ProveOptions } from './options.ts';
import type { Result, Row, Sample, Trouble } from './result.ts';
import { scenarios } from './scenarios/all.ts';
import { scheduleOf } from './schedule.ts';
import type { Scenario, World } from './world.ts';
import { waitFor } from './wait-for.ts';

export interface Watcher {
  /** Reports progress to whoever waits. */
  readonly tell: (line: string) => void;
  /** By default the path of the program alone. */
  readonly argumentsOf?: ArgumentsOf;
  /** Ends the run early, with what there is by then. */
  readonly stop?: AbortSignal;
  /** Changes the world before it lives: a test puts its defects here. */
  readonly prepare?: (world: World) => void;
}

/** How far back the history of a find goes, in milliseconds. */
const rememberedMs = 20_000;

function chosen(only: readonly string[]): readonly Scenario[] {
  return only.length === 0 ? scenarios : scenarios.filter(({ name }) => only.includes(name));
}

/** Starts the displays, one after the other; resolves when all have ended. */
async function displays(world: World, count: number, seed: string): Promise<void> {
  const lives: Promise<void>[] = [];
  for (let at = 0; at < count && !world.over.aborted; at += 1) {
    const chance = createChance(`${seed}/display ${at}`);
    lives.push(live({ ...world, chance }, at, world.over));
    await world.pause(15);
  }
  await Promise.all(lives);
}

/** How long a run waits at most for displays to find their way back after a fault. */
const recoveryMs = 15_000;

/** A fault that meets nobody shows nothing: waits until there is something to see again. */
async function recovered(world: World, count: number): Promise<void> {
  const { oracle } = world;
  const enough = oracle.total('units') + count;
  await waitFor(world, () => oracle.total('units') >= enough, recoveryMs, 100);
}

/** How often the bridge's log is read, in milliseconds. */
const heardIntervalMs = 50;

function hearBridge({ alarms, bridge, turn }: World): void {
  for (const word of bridge.words()) alarms.hear(turn(), word);
}

/** Runs. @throws only if the world could not be built, or the bridge not be started. */
export async function prove(options: ProveOptions, watcher: Watcher): Promise<Result> {
  const { seed } = options;
  const over = new AbortController();
  // Every display and every request listens to it.
  setMaxListeners(0, over.signal);
  let history: readonly Noted[] = [];
  const onForeign = (foreign: Foreign): void => {
    if (over.signal.aborted) return;
    const { asked, got, household, at } = foreign;
    const camera = typeof got === 'object' ? got.camera : (got ?? '');
    history = world.history.about([household, asked, camera], at, rememberedMs);
    over.abort();
  };
  const { argumentsOf = (entry) => [fileURLToPath(entry)], tell, prepare, stop } = watcher;
  stop?.addEventListener('abort', () => over.abort(), { once: true });
  if (stop?.aborted) over.abort();
  const { world, close } = await buildWorld(options, argumentsOf, over.signal, onForeign);
  const { oracle } = world;
  const schedule: string[] = [];
  const samples: Sample[] = [];
  const troubles: Trouble[] = [];
  const engine: EngineName = options.server === undefined ? 'sqlite' : 'postgres';
  const able = chosen(options.only).filter(({ missing }) => missing?.(engine) === undefined);
  const skipped = chosen(options.only).flatMap(({ name: scenario, missing }): Trouble[] => {
    const what = missing?.(engine);
    return what === undefined ? [] : [{ scenario, what }];
  });
  tell(`Proving ${engineWords[engine]}`);
  for (const { scenario, what } of skipped) tell(`!!! ${scenario} is SKIPPED: ${what}`);

  const begun = performance.now();
  const second = (): number => (performance.now() - begun) / 1000;
  const sampler = setInterval(() => {
    const [requests, units] = [oracle.total('requests'), oracle.total('units')];
    const scenario = schedule.at(-1) ?? '';
    samples.push({ second: second(), scenario, requests, units, watching: world.viewings.size });
    if (requests >= options.requests) over.abort();
    if (samples.length % 5 === 0) {
      const foreign = oracle.total('foreign');
      tell(
        `${Math.round(second())} s  ${scenario}: ${requests} requests, ${units} units, ` +
          `${foreign} foreign, ${world.viewings.size} watching`,
      );
    }
  }, 1_000);
  const listener = setInterval(() => hearBridge(world), heardIntervalMs);
  // Turns follow each other round and round: after so many every scenario has had its own.
  const owed = options.each * able.length;
  let late = false;
  const end = setTimeout(() => {
    late = true;
    if (schedule.length > owed || owed === 0) over.abort();
  }, options.durationMs);
  let eyes: Eyes | undefined;
  try {
    await world.bridge.start();
    prepare?.(world);
    eyes = await openEyes(world, options.eyes, seed);
    if (eyes.missing !== undefined) tell(`!!! NO DECODED PICTURE IS LOOKED AT: ${eyes.missing}`);
    oracle.turnOf(able[0]?.name ?? 'none');
    const living = displays(world, options.displays, seed);
    let counted = 0;
    for (const name of scheduleOf(
      seed,
      able.map((one) => one.name),
    )) {
      const scenario = able.find((one) => one.name === name);
      if (scenario === undefined || over.signal.aborted || counted >= options.turns) break;
      if (late && schedule.length >= owed) break;
      const turn = schedule.push(name);
      const { injected } = oracle.turnOf(name);
      world.history.note('', '', `${name} has its turn`);
      const before = world.bridge.accidents();
      const alarms = world.bridge.alarms();
      try {
        await scenario.turn(world, createChance(`${seed}/${name} ${turn}`));
      } catch (error) {
        if (!over.signal.aborted) troubles.push({ scenario: name, what: String(error) });
      }
      await recovered(world, options.displays);
      // On a busy machine a scenario may find nobody to do something to: that was no attempt.
      if (scenario.faults === '' || oracle.count.injected > injected) counted += 1;
      // Not shown, so not foreign; but whatever stands before the last check did not hold.
      const stopped = world.bridge.alarms() - alarms;
      if (stopped > 0) {
        const after = `after ${oracle.total('requests')} requests`;
        const what = `the bridge stopped something foreign ${stopped} times at the last moment`;
        troubles.push({ scenario: name, what: `${what}, ${after}` });
      }
      if (world.bridge.accidents() > before) {
        const what = `the bridge ended by itself:\n${world.bridge.log()}`;
        troubles.push({ scenario: name, what });
        over.abort();
      }
    }
    over.abort();
    await living;
  } finally {
    clearInterval(sampler);
    clearInterval(listener);
    clearTimeout(end);
    over.abort();
    await eyes?.close();
    hearBridge(world);
    await close();
  }
  const rows = able
    .filter(({ name }) => schedule.includes(name))
    .map(({ name: scenario, faults, says }): Row => {
      const turns = schedule.filter((one) => one === scenario).length;
      return { scenario, faults, says, turns, ...oracle.turnOf(scenario) };
    });
  return {
    seed,
    engine,
    households: options.households,
    cameras: world.fleet.taken.length,
    servers: world.fleet.servers,
    displays: options.displays,
    seconds: second(),
    requests: oracle.total('requests'),
    units: oracle.total('units'),
    excused: oracle.total('excused'),
    seen: seenBy(eyes, oracle),
    foreign: oracle.foreign,
    rows,
    schedule,
    samples,
    revocations: world.revocations,
    alarms: world.alarms.facts,
    skipped,
    troubles,
    history,
  };
}
