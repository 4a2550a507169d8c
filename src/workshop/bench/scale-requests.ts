/** The same requests to a bridge with few and to one with very many accounts: what they cost, and what they ask. */
import { entriesOf } from '../../simulator/client/hls-reader.ts';
import { askOnce } from './intents.ts';
import {
  compare,
  idleRate,
  metered,
  type Asked,
  type Cost,
  type Meters,
  type Target,
} from './load.ts';
import type { Table, Target as Goal } from './report.ts';
import type { House } from './scale-house.ts';
import type { Stage } from './stage.ts';
import { median } from './statistics.ts';
import { openStream } from './streams.ts';

const loads: readonly (readonly [name: string, asked: Asked])[] = [
  ['SYNC', 'SYNC'],
  ['QUERY', 'QUERY'],
  ['EXECUTE', 'EXECUTE'],
  ['HLS file', 'file'],
];
const maxPercent = 15;
/** Less than so many of a question, or microseconds, is none. */
const nothing = 0.05;

/** Returns how far two figures are apart, in percent of the first. */
export const spread = (one: number, other: number): number =>
  Math.max(one, other) < nothing ? 0 : Math.abs(other / one - 1) * 100;

async function bridgeOn(stage: Stage, { environment, askers, serverCpu }: House): Promise<Target> {
  const bridge = await stage.bridge({ environment, counts: true });
  const meters: Meters = {
    asked: () => bridge.child.ask<number>('asked'),
    ...(serverCpu && { server: async () => serverCpu() }),
  };
  for (const asker of askers) {
    await askOnce(bridge.origin, 'EXECUTE', asker);
    await askOnce(bridge.origin, 'QUERY', asker);
  }
  return { ...bridge, askers, meters };
}

/** Begins a stream of each; returns the paths of their playlists. */
async function withFiles(target: Target): Promise<Target> {
  const files: string[] = [];
  for (const asker of target.askers) {
    const stream = await openStream(target.origin, asker, 'hls');
    const [media = ''] = entriesOf(await stream.read('index.m3u8'));
    await stream.read(media);
    files.push(stream.path(media));
  }
  return { ...target, files };
}

type Each = Pick<Cost, 'cpu' | 'more'>;

/** Opens cameras that nobody has opened, some here and some there in turn, one after the other. */
async function compareOpens(
  sides: readonly (readonly [Target, House])[],
  batch: number,
): Promise<readonly Each[]> {
  const found = sides.map(() => [] as ReadonlyMap<string, number>[]);
  const all = Math.min(...sides.map(([, { openers }]) => openers.length));
  for (let from = 0; from < all; from += batch) {
    for (const [at, [target, { openers }]] of sides.entries()) {
      const idle = await idleRate(target, 300);
      const { grown } = await metered(target, idle, async () => {
        for (const asker of openers.slice(from, from + batch)) {
          await openStream(target.origin, asker, 'webrtc');
        }
      });
      // The first of all are what the engine compiles it for.
      if (from > 0) found[at]?.push(grown);
    }
  }
  return found.map((batches) => {
    const of = (name: string) => median(batches.map((grown) => (grown.get(name) ?? 0) / batch));
    return { cpu: of('cpu'), more: { asked: of('asked'), server: of('server') } };
  });
}

/** Returns rows of the table, and what must hold, of one engine. */
async function compareOn(stage: Stage, small: House, large: House) {
  const { engine } = small;
  const rows: (string | number)[][] = [];
  const targets: Goal[] = [];
  function take(name: string, a: Each, b: Each): void {
    const of = ({ cpu, more }: Each) => [cpu, more['server'] ?? 0, more['asked'] ?? 0] as const;
    const [one, other] = [of(a), of(b)];
    const server = engine === 'SQLite' ? ['', ''] : [one[1], other[1]];
    rows.push([engine, name, one[0], other[0], ...server, one[2], other[2]]);
    stage.say(
      `${engine}, ${name}: ${one[0].toFixed(1)} and ${other[0].toFixed(1)} µs, ` +
        `server ${one[1].toFixed(1)} and ${other[1].toFixed(1)} µs, asked ${one[2].toFixed(2)} and ${other[2].toFixed(2)}`,
    );
    const goals = [
      ['CPU of the bridge', one[0], other[0]],
      ...(engine === 'SQLite' ? [] : [['CPU of the server', one[1], other[1]] as const]),
      ['questions to the store', one[2], other[2]],
    ] as const;
    for (const [what, before, after] of goals) {
      const value = spread(before, after);
      targets.push({
        name: `${engine}, ${name}: ${what}`,
        value,
        limit: maxPercent,
        unit: '% apart',
      });
    }
  }
  const [seconds, rounds] = stage.quick ? [0.5, 3] : [1, 9];
  const bridges = [await bridgeOn(stage, small), await bridgeOn(stage, large)] as const;
  for (const [name, intent] of loads) {
    const [first, second] =
      intent === 'file'
        ? [await withFiles(bridges[0]), await withFiles(bridges[1])]
        : [bridges[0], bridges[1]];
    const load = { intent, connections: 10, seconds };
    take(name, ...(await compare(first, second, load, rounds, stage.quick ? 0.5 : 1)));
  }
  const opened = await compareOpens(
    [
      [bridges[0], small],
      [bridges[1], large],
    ],
    6,
  );
  const [a, b] = opened;
  if (a !== undefined && b !== undefined) take('open', a, b);
  return { rows, targets };
}

/** Compares pairs of houses, each pair of one engine. */
export async function compareRequests(
  stage: Stage,
  pairs: readonly (readonly [small: House, large: House])[],
): Promise<{ readonly table: Table; readonly targets: readonly Goal[] }> {
  const rows: (string | number)[][] = [];
  const targets: Goal[] = [];
  for (const [small, large] of pairs) {
    const found = await stage.scene((scene) => compareOn(scene, small, large));
    rows.push(...found.rows);
    targets.push(...found.targets);
  }
  const [few = '', many = ''] = (pairs[0] ?? []).map((house) =>
    house.accounts.toLocaleString('en'),
  );
  const columns = ['CPU µs', "server's CPU µs", 'questions'].flatMap((what) =>
    [few, many].map((count) => `${what}, ${count}`),
  );
  const table = {
    title: 'Requests and the number of accounts',
    note:
      `${few} accounts with two cameras each, and ${many}; ten of them ask at 10 connections. CPU is that of the bridge per ` +
      'request, and that of the PostgreSQL server told apart, both less what they do by themselves; questions are statements ' +
      'of SQLite, or calls of functions of the server. An open is the first EXECUTE of an account, with its camera. ' +
      'Medians of rounds in turn.',
    columns: ['engine', '', ...columns],
    rows,
  };
  return { table, targets };
}
