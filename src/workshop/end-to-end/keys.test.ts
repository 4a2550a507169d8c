/**
 * Keys are changed under a running bridge: real processes, a real stream, a real database.
 *
 * @takes 85 s
 * @computes
 */
import { renameSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { readKeyFile } from '../../identity/key-file.ts';
import { link } from '../../simulator/client/link.ts';
import { openWorkplace, type BridgeProcess, type Workplace } from '../testing/bridge-process.ts';
import { intendAt } from '../testing/intend.ts';
import { runCommandHere } from '../testing/run-command.ts';
import { openStream, streamCommand } from '../testing/streams.ts';
import { until } from '../until.ts';

jest.setTimeout(240_000);
const timeoutMs = 120_000;

let place: Workplace;
let bridge: BridgeProcess;
let token: string;
/** A playlist that plays. */
let playing: string;
let keysFile: string;
let keysEnv: Record<string, string>;

beforeEach(async () => {
  place = await openWorkplace();
  keysEnv = {};
  keysFile = join(place.folder, 'data', 'keys.json');
});
afterEach(() => place.close());

async function newToken(): Promise<string> {
  const { origin, oauth, accounts } = bridge.demo;
  const [birch] = accounts;
  if (birch === undefined) throw new Error('no household');
  const { email, password } = birch;
  return (await link({ origin, ...oauth, email, password })).accessToken;
}

const device = (at = 0): string => bridge.demo.accounts[0]?.cameras[at]?.deviceId ?? '';

async function start(): Promise<void> {
  bridge = await place.start({ LOG_LEVEL: 'info', ...keysEnv });
}

async function play(): Promise<void> {
  token = await newToken();
  const at = { intend: intendAt(bridge.demo.origin) };
  const { url } = await openStream(at, token, device(), 'hls');
  playing = new URL('live.m3u8', url).href;
}

/** The number of the newest segment: it grows for as long as the stream is delivered. */
async function newest(): Promise<number> {
  const answer = await fetch(playing);
  expect(answer.status).toBe(200);
  const text = await answer.text();
  const [, first = '0'] = /#EXT-X-MEDIA-SEQUENCE:(\d+)/.exec(text) ?? [];
  return Number(first) + text.split('#EXTINF').length;
}

/** Waits until the very stream that played before has brought two more segments. */
async function goesOn(): Promise<void> {
  const before = await newest();
  await until(async () => (await newest()) >= before + 2, timeoutMs, { intervalMs: 50 });
}

async function casement(...args: string[]) {
  const env = { PATH: process.env['PATH'], DATA_DIR: bridge.dataDir, ...keysEnv };
  const { code, stdout, stderr } = await runCommandHere(args, { cwd: place.folder, env });
  return { code, stdout: stdout.trimEnd(), stderr: stderr.trimEnd() };
}

/** Waits until the bridge has logged it. */
async function said(words: string): Promise<void> {
  await until(() => bridge.output().includes(words), timeoutMs, { what: words });
}

async function executed(by: string, camera: string): Promise<string> {
  const intend = intendAt(bridge.demo.origin);
  const { body } = await intend(by, 'EXECUTE', streamCommand(camera, ['hls']));
  const [{ status, errorCode }] = body.payload.commands;
  return errorCode ?? status;
}

const anyError = /"level":"error"/;

const signedWith = (jwt: string): string => {
  const head: unknown = JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString());
  return (head as { kid: string }).kid;
};

test('keys are rotated while a stream plays, and it goes on; so does all that was handed out', async () => {
  await start();
  await play();
  await goesOn();
  const before = readKeyFile(keysFile);
  const rotated = await casement('keys', 'rotate', '--json');
  expect(rotated).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(rotated.stdout)).toMatchObject({ shut: 0, dropped: [before.sealing[0].kid] });
  const after = readKeyFile(keysFile);
  expect(after.sealing).toHaveLength(1);
  await goesOn();

  // The token of before, and one that is signed by the new key, for a camera that was not open yet.
  expect(signedWith(token)).toBe(before.signing[0].kid);
  expect(await executed(token, device(1))).toBe('SUCCESS');
  const fresh = await newToken();
  expect(signedWith(fresh)).toBe(after.signing[0].kid);
  expect(await executed(fresh, device(1))).toBe('SUCCESS');
  await goesOn();
  expect(bridge.output()).not.toMatch(anyError);
  for (const { secret } of [...after.sealing, ...after.tickets]) {
    expect(bridge.output()).not.toContain(secret);
  }

  // Once more, and then anew from what lies on the disk.
  expect(await casement('keys', 'rotate')).toMatchObject({ code: 0 });
  await goesOn();
  await bridge.end('SIGTERM');
  expect(await casement('audit', 'verify')).toMatchObject({ code: 0 });
  await start();
  expect(await executed(token, device(1))).toBe('SUCCESS');
  await play();
  await goesOn();
});

test('a frozen bridge, and one that reads another key file: nothing is sealed anew, exit 3', async () => {
  await start();
  const text = readFileSync(keysFile, 'utf8');
  const copy = join(place.folder, 'copy.json');
  writeFileSync(copy, text, { mode: 0o600 });
  keysEnv = { KEYS_FILE: copy };
  expect(await casement('keys', 'rotate')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('has other keys than the key file'),
  });
  keysEnv = {};
  expect(JSON.parse((await casement('keys', 'list', '--json')).stdout)).not.toContainEqual(
    expect.objectContaining({ missing: true }),
  );
  process.kill(bridge.pid, 'SIGSTOP');
  try {
    expect(await casement('keys', 'rotate')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('does not answer: nothing was changed'),
    });
  } finally {
    process.kill(bridge.pid, 'SIGCONT');
  }
  expect(readFileSync(keysFile, 'utf8')).toBe(text);
});

test('a key file that cannot be used changes nothing, is an error in the log, and can be mended', async () => {
  await start();
  await play();
  const text = readFileSync(keysFile, 'utf8');
  writeFileSync(`${keysFile}.bad`, text.slice(0, 400), { mode: 0o600 });
  renameSync(`${keysFile}.bad`, keysFile);
  await said('cannot be used: the keys of before go on');
  expect(bridge.output()).toMatch(anyError);
  await goesOn();
  expect(await executed(token, device(1))).toBe('SUCCESS');
  // Another installation's: whole, but not the one that everything here was written with.
  const { record, ...rest } = readKeyFileOf(text);
  const other = [{ ...record[0], secret: 'A'.repeat(43) }];
  writeFileSync(`${keysFile}.bad`, JSON.stringify({ ...rest, record: other }), { mode: 0o600 });
  renameSync(`${keysFile}.bad`, keysFile);
  await said('has another key under the id');
  expect(await casement('keys', 'rotate')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('nothing was changed'),
  });
  await goesOn();
  writeFileSync(`${keysFile}.good`, text, { mode: 0o600 });
  renameSync(`${keysFile}.good`, keysFile);
  await said('was taken up');
  expect(await casement('keys', 'rotate')).toMatchObject({ code: 0 });
  await goesOn();
  expect(bridge.output()).not.toContain('A'.repeat(43));
});

function readKeyFileOf(text: string): ReturnType<typeof readKeyFile> {
  const path = join(place.folder, 'read.json');
  writeFileSync(path, text, { mode: 0o600 });
  return readKeyFile(path);
}

test('keys that are mounted are written out, taken up when they are changed there, and retired', async () => {
  keysFile = join(place.folder, 'mounted.json');
  keysEnv = { KEYS_FILE: keysFile };
  await start();
  await play();
  const before = readKeyFile(keysFile);
  const [both, end] = [join(place.folder, 'both'), join(place.folder, 'end')];
  expect(await casement('keys', 'rotate', '--out', both)).toMatchObject({ code: 0, stderr: '' });
  expect(statSync(both).mode & 0o777).toBe(0o600);
  expect(signedWith(await newToken())).toBe(before.signing[0].kid);
  renameSync(both, keysFile);
  await said('was taken up');
  const { signing, sealing } = readKeyFile(keysFile);
  expect(signedWith(await newToken())).toBe(signing[0].kid);
  await goesOn();
  const retired = await casement('keys', 'retire', '--out', end, '--json');
  expect(retired).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(retired.stdout)).toMatchObject({ dropped: [before.sealing[0].kid], shut: 0 });
  renameSync(end, keysFile);
  expect(await casement('keys', 'retire')).toMatchObject({ code: 0, stderr: '' });
  expect(readKeyFile(keysFile).sealing).toEqual([sealing[0]]);
  await goesOn();
  expect(await executed(token, device(1))).toBe('SUCCESS');
  expect(bridge.output()).not.toMatch(anyError);
});

test('where a database exists, a bridge without its key file does not start, and says what to do', async () => {
  await start();
  await bridge.end('SIGTERM');
  renameSync(keysFile, `${keysFile}.away`);
  const { code, output } = await place.startRefused();
  expect(code).toBe(1);
  expect(output).toContain('restore the key file from a backup');
  renameSync(`${keysFile}.away`, keysFile);
  await start();
});
