import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { until } from '../../workshop/until.ts';
import { askBridge } from './ask.ts';
import { askCheck } from './ask-check.ts';
import type { ControlParts } from './control.ts';
import { createControl, type Control } from './control.ts';
import { listenForCommands } from './listen.ts';
import { chooseSocketPath, findSocket } from './socket-path.ts';
import { forgetStop, keepStop, keptStop, outlasts } from './stop-file.ts';

let folder: string;
let path: string;
let control: Control | undefined;
/** What the bridge was told, in order. */
let said: string[];
let trouble: string | undefined;
let revision: number | undefined;
let written: Promise<void>;
/** When the stop was asked for that is not written down yet. */
let pending: number | undefined;
let keys: { kids: string[] } | { why: string };
let checks: ControlParts['check'];

beforeEach(async () => {
  folder = scratchFolder('control');
  path = join(folder, 'control.sock');
  [said, trouble, revision, written] = [[], undefined, 7, Promise.resolve()];
});
afterEach(async () => {
  await control?.close();
  control = undefined;
  removeFolder(folder);
});

async function start(): Promise<void> {
  control = await createControl({
    path,
    database: { identity: '1:2', trouble: () => trouble },
    async recheck() {
      said.push('recheck');
      return revision;
    },
    stop(terms) {
      said.push(`stop ${JSON.stringify(terms)}`);
      return written;
    },
    async takeBack() {
      said.push('take back');
      return pending;
    },
    keys: async () => keys,
    check: async (asked, tell) => checks(asked, tell),
    conditions: async (devices) =>
      [
        { device: 'd_1', since: 5, reason: { code: 'status', status: 503 } },
        { device: 'd_2', since: 6, reason: null },
        { device: 'd_3', since: 7, reason: null },
      ].filter(({ device }) => devices.includes(device)),
    silence: () => void said.push('silence'),
    onSilent: (why) => void said.push(why),
    report: (error) => void said.push(`report ${error instanceof Error ? error.name : ''}`),
  });
}

const act = (database = '1:2') => askBridge(path, { ask: 'act', revision: 7, database });

test('the word comes once every session was held against the store, and names the revision', async () => {
  await start();
  expect(await act()).toEqual({ reply: 'acted', revision: 7 });
  expect(said).toEqual(['recheck']);
  await expect(control?.ready()).resolves.toBeUndefined();
});

test('only its owner may speak to it', async () => {
  await start();
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('the keys in force are told, or why their file cannot be used', async () => {
  await start();
  keys = { kids: ['newest', 'older-1'] };
  expect(await askBridge(path, { ask: 'keys' })).toEqual({ reply: 'keys', ...keys });
  keys = { why: 'it is damaged' };
  expect(await askBridge(path, { ask: 'keys' })).toEqual({ reply: 'failed', ...keys });
});

test('what is known of the cameras that are asked about is told', async () => {
  await start();
  expect(await askBridge(path, { ask: 'conditions', devices: ['d_1', 'd_2'] })).toEqual({
    reply: 'conditions',
    devices: [
      { device: 'd_1', since: 5, reason: { code: 'status', status: 503 } },
      { device: 'd_2', since: 6, reason: null },
    ],
  });
});

test('a check is told step by step, and its end', async () => {
  const secret = 'rtsp://u:sesame@127.0.0.1/x';
  const asked: unknown[] = [];
  const checked = {
    failed: 'name',
    facts: null,
    wasOpen: false,
    stream: { reason: { code: 'name-not-found' } },
  };
  checks = async (question, tell) => {
    asked.push(question);
    tell({ step: 'name', addresses: 1, named: true, ms: 3 });
    tell({ again: { code: 'closed' } });
    return checked;
  };
  await start();
  const steps: unknown[] = [];
  const tell = (step: unknown): void => void steps.push(step);
  const how = { transport: 'auto', keys: [] } as const;
  const source = { stream: secret, ...how };
  expect(await askCheck(folder, { source }, tell)).toEqual({ checked });
  expect(steps).toEqual([
    { step: 'name', addresses: 1, named: true, ms: 3 },
    { again: { code: 'closed' } },
  ]);
  expect(asked).toEqual([{ ask: 'check', rtsp: secret, ...how }]);
  checks = async () => ({ why: 'it is being checked already' });
  expect(await askCheck(folder, { device: 'd_x' }, tell)).toEqual({
    why: 'it is being checked already',
  });
  trouble = 'the folder was moved';
  expect(await askCheck(folder, { device: 'd_x' }, tell)).toEqual({ why: trouble });
});

test('what cannot be read is refused without a word of it: a URL holds a password', async () => {
  const errors: unknown[] = [];
  const server = await listenForCommands(
    path,
    async () => ({ reply: 'resumed' }),
    (error) => void errors.push(error),
  );
  for (const line of [
    '{"ask":"check",rtsp:"sesame"}',
    '{"ask":"check","rtsp":7,"keys":"sesame"}',
  ]) {
    const socket = connect(path);
    socket.write(`${line}\n`);
    const answer = await text(socket);
    expect(JSON.parse(answer)).toMatchObject({ reply: 'failed' });
    expect(answer).not.toMatch(/sesame|rtsp/);
  }
  await server.close();
  // No mistake of the bridge.
  expect(errors).toEqual([]);
});

test('where the store does not answer, nothing was acted on', async () => {
  revision = undefined;
  await start();
  expect(await act()).toMatchObject({ reply: 'failed' });
});

test('a stop is obeyed before anything else is asked, and says whether it is written down', async () => {
  await start();
  trouble = 'the file is gone';
  expect(await askBridge(path, { ask: 'stop', reason: 'Odd', until: 5, since: 3 })).toEqual({
    reply: 'stopped',
    written: false,
    silent: 'the file is gone',
  });
  expect(said[0]).toBe('stop {"since":3,"reason":"Odd","until":5}');
});

test.each([
  ['at once', () => Promise.resolve(), true],
  ['never', () => new Promise<void>(() => undefined), false],
  ['not at all', () => Promise.reject(new Error('full')), undefined],
])('a stop that is written down %s', async (_when, write, durable) => {
  written = write();
  written.catch(() => undefined);
  await start();
  const reply = await askBridge(path, { ask: 'stop' });
  expect(reply).toMatchObject(
    durable === undefined ? { reply: 'failed' } : { reply: 'stopped', written: durable },
  );
  expect(said[0]).toBe('stop {}');
});

test.each([
  [12, { reply: 'resumed', since: 12 }],
  [undefined, { reply: 'resumed' }],
])(
  'a stop of %s that waits to be written down is taken back, in silence too',
  async (since, reply) => {
    pending = since;
    await start();
    expect(await askBridge(path, { ask: 'resume' })).toEqual(reply);
    expect(said).toEqual(['take back']);
    trouble = 'the folder was moved';
    expect(await act()).toMatchObject({ reply: 'silent' });
    expect(await askBridge(path, { ask: 'resume' })).toEqual(reply);
  },
);

test('a database that is no longer the one on the path silences the bridge by itself, once', async () => {
  await start();
  const began = performance.now();
  trouble = 'the file was replaced';
  await until(() => said.length > 0);
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(said).toEqual(['silence', 'the file was replaced']);
  trouble = undefined;
  expect(await act()).toEqual({ reply: 'silent', why: 'the file was replaced' });
  await expect(control?.ready()).rejects.toThrow('the file was replaced');
  expect(said).toHaveLength(2);
});

test('so does one that was replaced while the bridge was starting, before anybody is answered', async () => {
  trouble = 'the file was replaced';
  await start();
  expect(said).toEqual(['silence', 'the file was replaced']);
});

test('a command that wrote into another file silences it', async () => {
  await start();
  expect(await act('1:3')).toMatchObject({ reply: 'silent' });
  expect(said).toEqual(['silence', expect.stringContaining('another database')]);
});

test.each(['nonsense', '{"ask":"act"}', '{"ask":"delete","revision":1}'])(
  'of %s nothing comes but a word that it failed',
  async (line) => {
    await start();
    const socket = connect(path);
    socket.write(`${line}\n`);
    expect(JSON.parse(await text(socket))).toMatchObject({ reply: 'failed' });
    expect(said).toEqual([]);
    expect(await act()).toMatchObject({ reply: 'acted' });
  },
);

test('a line that is too long is hung up on', async () => {
  await start();
  const socket = connect(path);
  socket.on('error', () => undefined).write(`${'x'.repeat(9_000)}\n`);
  expect(await text(socket).catch(() => '')).toBe('');
  expect(await act()).toMatchObject({ reply: 'acted' });
});

test('nobody there, and somebody who does not answer, are no word', async () => {
  expect(await act()).toBeUndefined();
  writeFileSync(path, 'what a crash left behind');
  await start();
  expect(await act()).toMatchObject({ reply: 'acted' });
});

test('a check that a frozen bridge never takes up is given up', async () => {
  const taken = new Set<Socket>();
  const frozen = createServer((socket) => void taken.add(socket)).listen(path);
  await once(frozen, 'listening');
  const asked = askCheck(folder, { device: 'd_x' }, () => undefined, 50);
  const outcome = await asked;
  for (const socket of taken) socket.destroy();
  frozen.close();
  expect(outcome).toBeUndefined();
});

test('beside a folder with a long path the socket lies in a short one, which only its owner may enter', () => {
  const near = chooseSocketPath(folder);
  expect(near.path).toBe(path);
  const long = join(folder, 'a'.repeat(90), 'data');
  mkdirSync(long, { recursive: true });
  const far = chooseSocketPath(long);
  try {
    expect(Buffer.byteLength(far.path)).toBeLessThanOrEqual(107);
    expect(statSync(dirname(far.path)).mode & 0o777).toBe(0o700);
  } finally {
    far.remove();
  }
  expect(existsSync(dirname(far.path))).toBe(false);
});

test('a socket beside the data moves with its folder, one in a folder of its own stays', () => {
  const beside = join(folder, 'control.sock');
  expect(findSocket(folder, undefined)).toBe(beside);
  expect(findSocket(folder, '/where/it/was/control.sock')).toBe(beside);
  expect(findSocket(folder, '/tmp/casement-Ab3dEf/s')).toBe('/tmp/casement-Ab3dEf/s');
  // By a shorter name of the folder it was begun beside the data.
  const long = join(folder, 'a'.repeat(90));
  expect(findSocket(long, '/short/control.sock')).toBe('/short/control.sock');
});

test('a stop is kept until it is lifted or its time has come; one that is unreadable is a stop', () => {
  expect(keptStop(folder, 0)).toBeUndefined();
  keepStop(folder, { since: 1, terms: { reason: 'Odd', until: 100 } });
  expect(statSync(join(folder, 'stopped.json')).mode & 0o777).toBe(0o600);
  expect(keptStop(folder, 99)).toEqual({ since: 1, terms: { reason: 'Odd', until: 100 } });
  expect(keptStop(folder, 100)).toBeUndefined();
  keepStop(folder, { since: 2, terms: {} });
  expect(keptStop(folder, 1_000)).toEqual({ since: 2, terms: {} });
  writeFileSync(join(folder, 'stopped.json'), '{');
  expect(keptStop(folder, 5)).toMatchObject({ terms: { reason: 'stopped.json cannot be read' } });
  chmodSync(join(folder, 'stopped.json'), 0o600);
  forgetStop(folder);
  forgetStop(folder);
  expect(keptStop(folder, 0)).toBeUndefined();
});

test.each([
  [undefined, undefined, true],
  [undefined, {}, false],
  [undefined, { until: 5 }, true],
  [6, { until: 5 }, true],
  [5, { until: 5 }, false],
  [6, {}, false],
])('a stop until %s beside %j in the database goes on beyond it: %s', (end, row, expected) => {
  const terms = end === undefined ? {} : { until: end };
  expect(outlasts({ since: 1, terms }, row)).toBe(expected);
});
