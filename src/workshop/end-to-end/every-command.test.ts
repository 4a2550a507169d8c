/**
 * Every command once, as it is built, in a process of its own: it does its work, says nothing but what it is asked, and
 * ends. Most else about commands is tested in the test's own process, which none of them could keep from ending.
 *
 * @takes 20 s
 * @computes
 */
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { loadCommands } from '../../cli/commands.ts';
import { startCamera } from '../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../simulator/camera/simulated-camera.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { openWorkplace, type BridgeProcess, type Workplace } from '../testing/bridge-process.ts';
import { withoutPasswordWarning } from '../testing/casement.ts';
import { projectRoot } from '../../common/project-root.ts';
import { runCommand } from '../testing/run-command.ts';
import { buildOfSource, tsNode } from '../testing/run-ts.ts';
import { withoutProgress } from '../testing/without-progress.ts';

jest.setTimeout(240_000);

const cli = new URL('../../cli/main.ts', import.meta.url);
const password = 'a password that is long enough\n';
const phrase = 'birch and harbour';

let place: Workplace;
let bridge: BridgeProcess;
let camera: SimulatedCamera;
const run = new Set<string>();

/** If nothing is built, the bridge that `prove` starts is of TypeScript, too. */
const children = buildOfSource() === undefined ? { NODE_OPTIONS: tsNode().join(' ') } : {};

/** One that never ends is ended, and named; no other takes so long. */
const ends = { timeout: 100_000, killSignal: 'SIGKILL' } as const;

/** Runs one, which must end well; returns what it printed. `words`: so many of `args` are its name. */
async function casement(words: number, args: readonly string[], input = ''): Promise<string> {
  const env = { PATH: process.env['PATH'], DATA_DIR: join(place.folder, 'data'), ...children };
  const ran = await runCommand(cli, args, { cwd: place.folder, env, input, ...ends });
  const { code } = ran;
  // `prove` says where it runs, and every few seconds how far it is, others where it takes long.
  const said = withoutProgress(withoutPasswordWarning(ran.stderr));
  const stderr = said.replaceAll(/^(?:Proving on SQLite|\d+ s  .*)\n/gm, '');
  expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' });
  run.add(args.slice(0, words).join(' '));
  return ran.stdout.trim();
}

beforeAll(async () => {
  camera = await startCamera({ clip: clipOf(loadClips(), 'birch/front-door'), path: '/one' });
  place = await openWorkplace();
  bridge = await place.start();
});
afterAll(async () => {
  await place.close();
  await camera.close();
});

test('what asks a bridge, or is one, does its work and ends', async () => {
  const demo = join(place.folder, 'data/demo.json');
  const intent = join(projectRoot, 'fixtures/intents/10-sync.json');
  await casement(1, ['replay', intent, '--demo', demo]);
  const small = ['--households', '4', '--displays', '2', '--eyes', '0', '--only', 'calm'];
  await casement(1, ['prove', '--turns', '1', ...small]);
  await bridge.end('SIGTERM');
});

test('what works on the data does its work and ends', async () => {
  const { accounts } = bridge.demo;
  const [birch = '', harbour = ''] = accounts.map(({ email }) => email);
  const elm = 'elm@example.net';
  await casement(
    2,
    ['account', 'add', elm, '--name', 'Elm', '--demo', '--password-stdin'],
    password,
  );
  await casement(2, ['account', 'password', elm, '--password-stdin'], password);
  await casement(2, ['account', 'list']);
  const adding = ['camera', 'add', '--account', elm, '--name'];
  const barn = await casement(2, [...adding, 'Barn', '--rtsp', camera.url, '--no-check']);
  const rtsps = ['--rtsp', 'rtsps://127.0.0.1:9/boats', '--no-check'];
  const boats = await casement(2, [...adding, 'Boats', ...rtsps]);
  await casement(2, ['camera', 'confirm', boats, '--key', `SHA256:${'A'.repeat(43)}`]);
  await casement(2, ['camera', 'check', barn]);
  await casement(2, ['camera', 'list']);
  await casement(2, ['camera', 'alike']);
  await casement(2, ['camera', 'rename', barn, 'Old barn']);
  await casement(2, ['camera', 'share', barn, harbour]);
  await casement(2, ['camera', 'unshare', barn, harbour]);
  await casement(2, ['camera', 'source', boats, '--rtsp', 'rtsp://127.0.0.2:9/x', '--no-check']);
  await casement(2, ['camera', 'swap', barn, boats, '--no-check']);
  await casement(2, ['camera', 'repin', barn]);
  await casement(2, ['camera', 'transfer', barn, birch, '--yes']);
  await casement(2, ['camera', 'remove', boats, '--yes']);
  await casement(2, ['make', 'unique', 'Nobody']);
  await casement(2, ['make', 'list']);
  await casement(2, ['make', 'repeats', 'Nobody']);
  await casement(1, ['suspend', '--account', elm]);
  await casement(1, ['suspensions']);
  await casement(1, ['resume', '--account', elm]);
  await casement(2, ['audit', 'show']);
  await casement(2, ['audit', 'exposure', '--since', '1h']);
  await casement(2, ['audit', 'verify']);
  await casement(2, ['keys', 'list']);
  await casement(2, ['keys', 'rotate']);
  await casement(2, ['keys', 'retire']);
  await casement(2, ['account', 'unlink', elm]);
  await casement(2, ['account', 'remove', elm, '--yes']);
  const [file, sealed] = [join(place.folder, 'backup'), '--pass-phrase-stdin'];
  await casement(1, ['backup', file, sealed], phrase);
  await casement(1, ['restore', file, sealed, '--over'], phrase);
  await casement(2, ['account', 'confirm', birch]);
  await casement(1, ['after-restore', '--yes']);
  await casement(1, ['migrate', '--print-roles']);
  // It needs a server: see store-copy.test.ts.
  await casement(2, ['store', 'copy', '--help']);
});

/** The names of all that can be run: groups are not. */
function leaves(command: Command, above: readonly string[] = []): string[] {
  return command.commands.flatMap((one) => {
    const name = [...above, one.name()];
    return one.commands.length > 0 ? leaves(one, name) : [name.join(' ')];
  });
}

test('no other is there', async () => {
  const program = new Command('casement');
  const nowhere = new Writable();
  const context = { env: {}, stdin: Readable.from([]), stdout: nowhere, stderr: nowhere };
  for (const register of await loadCommands(undefined)) register(program, context);
  expect([...run].toSorted()).toEqual(leaves(program).toSorted());
});
