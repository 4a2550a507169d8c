import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { listening } from '../../common/listening.ts';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import * as waits from '../../workshop/until.ts';
import { startAlarmServer, type AlarmServer } from '../../workshop/testing/alarm-server.ts';
import { createOutlet, maxInWindow, type Outlet, type OutletParts } from './outlet.ts';

const at = '2026-11-28T00:00:00.000Z';
const devices = ['d_one', 'd_two'];

let folder: string;
let server: AlarmServer;
let outlet: Outlet | undefined;
let warned: [object, string][];
beforeEach(async () => {
  folder = scratchFolder('alarm');
  server = await startAlarmServer();
  warned = [];
});
afterEach(async () => {
  await outlet?.close();
  await server.close();
  removeFolder(folder);
});

function open(parts: Partial<OutletParts>): Outlet {
  outlet = createOutlet({
    webhook: undefined,
    tripwireWebhook: undefined,
    command: undefined,
    log: { warn: (fields, message) => void warned.push([fields, message]) },
    now: () => Date.parse(at),
    pausesMs: [0, 1],
    ...parts,
  });
  return outlet;
}

const until = (what: string, holds: () => Promise<boolean> | boolean) =>
  waits.until(holds, 10_000, { what });

/** A command that appends its arguments, environment and input to a file; then runs `more`. */
function writing(more = ''): readonly [string, ...string[]] {
  const file = JSON.stringify(join(folder, 'told'));
  const script = `let text = '';
    process.stdin.on('data', (bytes) => (text += bytes)).on('end', () => {
      const told = { args: process.argv.slice(1), env: Object.keys(process.env), text };
      require('node:fs').appendFileSync(${file}, JSON.stringify(told) + '\\n');
      ${more}
    });`;
  return [process.execPath, '-e', script, '$(echo shell)'];
}

interface ToldCommand {
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly text: string;
}

const told = async (): Promise<ToldCommand[]> =>
  (await readFile(join(folder, 'told'), 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ToldCommand);

test('another camera is told to the webhook and the command, not to the tripwire’s', async () => {
  const trips = await startAlarmServer();
  process.env['CASEMENT_TEST_SECRET'] = 'secret';
  try {
    const alarms = open({ webhook: server.url, tripwireWebhook: trips.url, command: writing() });
    alarms.otherCamera({ devices, line: 'stream' });
    const message = { alarm: 'other-camera', devices, line: 'stream', at };
    await until('the command ran', async () => (await told()).length === 1);
    await until('it was posted', () => server.posted.length === 1);
    expect([server.posted, trips.posted]).toEqual([[message], []]);
    const [{ args, env, text } = { args: [], env: [], text: '' }] = await told();
    // No shell has read it, and nothing of the alarm is in what every user of the machine can see.
    expect([args, JSON.parse(text)]).toEqual([['$(echo shell)'], message]);
    expect(env).not.toContain('CASEMENT_TEST_SECRET');
  } finally {
    delete process.env['CASEMENT_TEST_SECRET'];
    await trips.close();
  }
});

test('a trip is told to both webhooks, to one and the same once, and to the command', async () => {
  const trips = await startAlarmServer();
  const alarms = open({ webhook: server.url, tripwireWebhook: trips.url, command: writing() });
  alarms.trip('another stream');
  await until('all were told', async () => (await told()).length === 1);
  await until('both', () => server.posted.length === 1 && trips.posted.length === 1);
  const message = { alarm: 'tripwire', reason: 'another stream', at };
  expect([server.posted, trips.posted]).toEqual([[message], [message]]);
  await alarms.close();
  await trips.close();
  const same = open({ webhook: server.url, tripwireWebhook: server.url });
  same.trip('another device');
  same.trip('another account');
  await until('both trips', () => server.posted.length >= 3);
  expect(server.posted).toHaveLength(3);
});

test('a camera that comes and goes is told once in a while, and how often it was held back', async () => {
  const alarms = open({ webhook: server.url, windowMs: 300 });
  for (let times = 0; times < 5; times += 1) alarms.otherCamera({ devices, line: 'stream' });
  await until('the while is over', () => server.posted.length >= 2);
  expect(server.posted).toMatchObject([
    { alarm: 'other-camera', devices },
    { alarm: 'held-back', count: 4 },
  ]);
});

test('many cameras at once do not flood anybody, and hold back no trip', async () => {
  const alarms = open({ webhook: server.url });
  for (let camera = 0; camera < 100; camera += 1) {
    alarms.otherCamera({ devices: [`d_${camera}`], line: 'stream' });
  }
  alarms.trip('another stream');
  await until('all were told', () => server.posted.length >= maxInWindow + 1);
  expect(server.posted).toHaveLength(maxInWindow + 1);
  expect(server.posted).toContainEqual({ alarm: 'tripwire', reason: 'another stream', at });
});

test('a command that fails is said once until it works again', async () => {
  const alarms = open({ command: writing('process.exit(3);') });
  for (const line of ['stream', 'still', 'onvif']) alarms.otherCamera({ devices, line });
  await until('all ran', async () => (await told()).length === 3);
  await until('it was said', () => warned.length > 0);
  expect(warned).toEqual([[{ why: 'exit code 3' }, 'the alarm command failed']]);
});

test.each([
  ['that is not there', ['/nowhere/at-all'] as const, 'ENOENT'],
  ['that does not end', [process.execPath, '-e', 'setInterval(() => 0, 1e9)'] as const, 'timeout'],
])('a command %s is given up', async (_what, command, why) => {
  const alarms = open({ command, commandTimeoutMs: 300 });
  alarms.otherCamera({ devices, line: 'stream' });
  await until('it was said', () => warned.length > 0);
  expect(warned).toEqual([[{ why }, 'the alarm command failed']]);
});

test('what a command has started ends with it', async () => {
  const line = createServer();
  const { port } = await listening(line);
  // Lives until its line is cut.
  const grandchild = `require('node:net').connect(${port}).resume().on('close', () => process.exit())`;
  const child = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}]);
    setInterval(() => 0, 1e9);`;
  const alarms = open({ command: [process.execPath, '-e', child] });
  alarms.trip('another stream');
  const [held] = (await once(line, 'connection')) as [Socket];
  held.on('error', () => undefined);
  try {
    await alarms.close();
    await until('its line is cut', () => held.resume().closed);
  } finally {
    held.destroy();
    line.close();
  }
});

test('it ends what runs when it closes, and tells nothing afterwards', async () => {
  const alarms = open({ command: [process.execPath, '-e', 'setInterval(() => 0, 1e9)'] });
  alarms.trip('another stream');
  const from = performance.now();
  await alarms.close();
  // Not only when its time is up.
  expect(performance.now() - from).toBeLessThan(5_000);
  alarms.trip('another stream');
  expect(warned).toEqual([]);
});
