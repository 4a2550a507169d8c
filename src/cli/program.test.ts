/** @computes */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chown, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { Failure } from '../common/failures.ts';
import { openCasement, type Casement } from '../workshop/testing/casement.ts';
import { testUnless } from '../workshop/testing/needs.ts';
import { runTs } from '../workshop/testing/run-ts.ts';
import { registerAccount } from './account/account.ts';
import { registerCamera } from './camera/camera.ts';
import { run, type RegisterCommand } from './program.ts';
import { UsageError } from './usage.ts';

/** A command that fails in the way its argument names. */
const fails =
  (reason: unknown): RegisterCommand =>
  (program) => {
    program
      .command('fail')
      .option('--json')
      .action(() => Promise.reject(reason));
  };

async function ran(args: readonly string[], commands: readonly RegisterCommand[]) {
  const streams = { out: '', err: '' };
  const into = (name: 'out' | 'err'): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        streams[name] += chunk.toString();
        done();
      },
    });
  const world = { env: {}, stdin: new PassThrough(), stdout: into('out'), stderr: into('err') };
  const exit = await run(args, world, commands);
  return { exit, ...streams };
}

describe('what went wrong', () => {
  test.each([
    ['a failure', new Failure('not-found', 'no such thing'), 1, 'not-found', 'no such thing'],
    ['a wrong use', new UsageError('not so'), 2, 'usage', 'not so'],
    ['an accident', new Error('broken'), 1, 'internal', 'broken'],
    ['what is no error', 'a word', 1, 'internal', 'a word'],
    [
      'storage that is down, with the reason',
      new Failure('storage-down', 'storage is not available', { cause: new Error('disk full') }),
      1,
      'storage-down',
      'storage is not available: disk full',
    ],
    [
      'a failure whose cause may hold a secret',
      new Failure('internal', 'sealed', { cause: new Error('rtsp://u:hunter2@h') }),
      1,
      'internal',
      'sealed',
    ],
  ])('%s', async (_name, error, exit, code, message) => {
    expect(await ran(['fail'], [fails(error)])).toEqual({
      exit,
      out: '',
      err: `casement: ${message}\n`,
    });
    expect(await ran(['fail', '--json'], [fails(error)])).toEqual({
      exit,
      out: '',
      err: `${JSON.stringify({ error: { code, message } })}\n`,
    });
  });
});

test('a wrong command line is told once', async () => {
  expect(await ran(['fial'], [fails(undefined)])).toEqual({
    exit: 2,
    out: '',
    err: "casement: unknown command 'fial'\n(Did you mean fail?)\n",
  });
  expect(await ran(['fail', '--what'], [fails(undefined)])).toEqual({
    exit: 2,
    out: '',
    err: "casement: unknown option '--what': see --help\n",
  });
  expect(await ran(['fail', 'more'], [fails(undefined)])).toEqual({
    exit: 2,
    out: '',
    err: "casement: too many arguments for 'fail'. Expected 0 arguments but got 1: see --help\n",
  });
  expect((await ran([], [fails(undefined)])).exit).toBe(2);
});

test('an option that all commands have is told to stand behind the command', async () => {
  const { exit, err } = await ran(['--data-dir', '/srv/x', 'camera', 'list'], [registerCamera]);
  expect({ exit, err }).toEqual({
    exit: 2,
    err: "casement: unknown option '--data-dir': it stands behind the command, as in camera list --data-dir …\n",
  });
});

test.each(['account', 'camera'])('%s explains each of its commands', async (group) => {
  const commands = [registerAccount, registerCamera];
  const { exit, out } = await ran([group, '--help'], commands);
  expect(exit).toBe(0);
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  const listed = out.split('Commands:')[1] ?? '';
  // What is said of one fills no screen: its own help has it whole.
  const lengths = listed.split(/\n {2}(?=[a-z])/).map((one) => one.trimEnd().split('\n').length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(4);
  const names = [...listed.matchAll(/^ {2}([a-z]+) \[options\]/gm)].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThanOrEqual(5);
  for (const name of names) {
    const leaf = await ran([group, name, '--help'], commands);
    expect(leaf).toMatchObject({ exit: 0, err: '' });
    expect(leaf.out).toMatch(/--json/);
    expect(leaf.out).toMatch(/--data-dir/);
    expect(await ran(['help', group, name], commands)).toEqual(leaf);
  }
});

describe('the real command line', () => {
  let casement: Casement;
  beforeEach(async () => {
    casement = await openCasement();
  });
  afterEach(() => casement.dispose());

  test('tells its commands', async () => {
    const { code, stdout, stderr } = await casement.process(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const group of ['account', 'camera']) expect(stdout).toContain(`  ${group} `);
  });

  test('takes the data folder from .env', async () => {
    await writeFile(join(casement.folder, '.env'), 'DATA_DIR=elsewhere\n');
    const entry = new URL('./main.ts', import.meta.url);
    const env = { PATH: process.env['PATH'] };
    const args = ['account', 'list'];
    const { stderr } = await runTs(entry, args, { cwd: casement.folder, env });
    expect(stderr).toContain('there is no data in elsewhere');
  });

  test('says where it looked for data that nobody has named', async () => {
    const entry = new URL('./main.ts', import.meta.url);
    const away = join(casement.folder, 'away');
    await mkdir(away);
    const world = { cwd: away, env: { PATH: process.env['PATH'] } };
    const why =
      'there is no data in ./data: run this in the folder of Casement’s .env, name it with';
    for (const args of [
      ['account', 'list'],
      ['suspend', '--all'],
    ]) {
      const said = await runTs(entry, args, world);
      expect(said).toMatchObject({ code: 1, stderr: expect.stringContaining(why) });
    }
    await writeFile(join(away, '.env'), 'DATA_DIR=elsewhere\n');
    const named = await runTs(entry, ['suspend', '--all'], world);
    expect(named.stderr).toContain('there is no data in elsewhere: name it with --data-dir. A');
  });

  test('says in words that a data folder cannot be where it is named', async () => {
    const { folder } = casement;
    const file = join(folder, 'file');
    await writeFile(file, '');
    await symlink(join(folder, 'gone'), join(folder, 'link'));
    const add = ['account', 'add', 'anna@example.net', '--name', 'Anna', '--password-stdin'];
    for (const [place, why] of [
      [file, 'cannot be a folder: there is a file of that name, or a link that leads nowhere'],
      [join(file, 'data'), 'cannot be there: something on that path is a file and no folder'],
      [
        join(folder, 'link', 'data'),
        'cannot be there: something on that path is a link that leads nowhere, or .*; name another place',
      ],
    ] as const) {
      const { code, stderr } = await casement.run(
        [...add, '--data-dir', place],
        'a good password\n',
      );
      expect(code).toBe(1);
      expect(stderr).toMatch(new RegExp(`^casement: ${place} ${why}\n$`));
    }
  });

  const missing = process.geteuid?.() === 0 ? undefined : 'root';
  testUnless(
    missing,
    'says to root whose the data folder is, where it is another user’s',
    async () => {
      const list = ['account', 'list', '--data-dir', casement.folder];
      expect((await casement.run(list)).stderr).not.toContain('run this as');
      await chown(casement.folder, 65_534, 65_534);
      const { stderr } = await casement.run(list);
      expect(stderr).toContain("run this as that user (sudo -u '#65534' …)");
    },
  );

  test('says in words that .env cannot be read, and helps all the same', async () => {
    await mkdir(join(casement.folder, '.env'));
    const entry = new URL('./main.ts', import.meta.url);
    const world = { cwd: casement.folder, env: { PATH: process.env['PATH'] } };
    const { code, stderr } = await runTs(entry, ['suspend', '--all', '--json'], world);
    expect({ code, error: JSON.parse(stderr) }).toEqual({
      code: 1,
      error: {
        error: {
          code: 'bad-request',
          message: expect.stringMatching(
            /\.env cannot be read.*as the user that the bridge runs as$/,
          ),
        },
      },
    });
    expect(await runTs(entry, ['--help'], world)).toMatchObject({ code: 0, stderr: '' });
  });
});
