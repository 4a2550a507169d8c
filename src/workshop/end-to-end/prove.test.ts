/**
 * `casement prove`, in short: it finds nothing where nothing is wrong, and what is wrong elsewhere.
 *
 * @takes 44 s
 */
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { run } from '../../cli/program.ts';
import { registerProve } from '../../cli/prove.ts';
import type { Watcher } from '../proof/prove/prove.ts';
import { usualOptions } from '../proof/prove/options.ts';
import { prove } from '../proof/prove/prove.ts';
import { holds } from '../proof/prove/result.ts';
import { reportPage } from '../proof/prove/report/page.ts';
import { tsArguments } from '../testing/run-ts.ts';

const small = { ...usualOptions, eyes: 0, households: 12, cameras: 2, displays: 6, seed: 'short' };

async function casement(args: readonly string[], more: Partial<Watcher>) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const said = [text(stdout), text(stderr)];
  const code = await run(['prove', ...args], { env: {}, stdin, stdout, stderr }, [
    (program, context) => registerProve(program, context, { argumentsOf: tsArguments, ...more }),
  ]);
  stdout.end();
  stderr.end();
  const [out = '', err = ''] = await Promise.all(said);
  return { code, out, err };
}

test('no fault shows a foreign picture', async () => {
  const only = ['transfer', 'unshare', 'foreign-ids', 'camera-network', 'broken-cameras'];
  const result = await prove(
    { ...small, only, turns: only.length, durationMs: 100_000 },
    { tell: () => undefined, argumentsOf: tsArguments },
  );
  expect(result.foreign).toEqual([]);
  expect(result.troubles).toEqual([]);
  expect(result.rows.map(({ scenario }) => scenario).toSorted()).toEqual(only.toSorted());
  for (const { injected, units } of result.rows) {
    expect(injected).toBeGreaterThan(0);
    expect(units).toBeGreaterThan(0);
  }
  expect(holds(result)).toBe(true);
  expect(result.revocations.length).toBeGreaterThan(0);
  expect(reportPage(result)).toContain('0 foreign');
}, 120_000);

test.each<[readonly string[], string]>([
  [['--on', 'paper'], '--on must be sqlite or postgres'],
  [['--on', 'postgres'], 'DATABASE_URL is not set'],
])('%j cannot be proven on', async (args, why) => {
  const { code, err } = await casement(args, {});
  expect(code).toBe(2);
  expect(err).toContain(why);
});

const size = [
  '--households',
  '6',
  '--displays',
  '4',
  '--cameras',
  '2',
  '--eyes',
  '0',
  '--seed',
  'short',
];

test('cameras that change places behind the bridge’s back are found, and told', async () => {
  const args = [...size, '--only', 'calm', '--duration', '60s', '--no-shrink'];
  const { code, out, err } = await casement(args, {
    prepare({ fleet }) {
      const [one, other, third, fourth] = fleet.taken;
      if (!one || !other || !third || !fourth) throw new Error('too few cameras');
      fleet.swap(one, other);
      fleet.swap(third, fourth);
    },
  });
  expect(code).toBe(1);
  expect(err).toMatch(/FOREIGN after \d+ requests, in calm: another camera: display \d+ of h\d+/);
  expect(out).toContain('The shortest history found (6 households, 4 displays):');
  expect(out).toMatch(/ h\d+ c\d+: display \d+ watches by (hls|webrtc)/);
}, 120_000);

test('a run in which nothing was shown shows nothing', async () => {
  const args = [...size, '--only', 'calm', '--duration', '4s'];
  const { code, err } = await casement(args, {
    prepare({ fleet }) {
      for (const { simulated } of fleet.taken) void simulated.misbehave({ refuse: true });
    },
  });
  expect([code, err]).toEqual([1, expect.stringContaining('nothing was shown')]);
}, 120_000);

test.each([
  [['--households', '1'], '--households must be a whole number, 2 or more'],
  [['--displays', 'many'], '--displays must be a whole number'],
  [['--eyes', 'two'], '--eyes must be a whole number, 0 or more'],
  [['--turns', '0'], '--turns must be a whole number, 1 or more'],
  [['--duration', '5x'], '--duration must be a time such as 90s, 10m or 1h'],
  [['--seed', '../x'], '--seed must be'],
  [['--only', 'nonsense'], 'there is no scenario nonsense'],
])('%j is refused', async (args, said) => {
  const { code, err } = await casement(args, {});
  expect([code, err]).toEqual([2, expect.stringContaining(said)]);
});
