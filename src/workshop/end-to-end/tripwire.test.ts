/**
 * The tripwire of a real bridge process, with a proxy in front that mixes answers up.
 *
 * @takes 79 s
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, afterAll, expect, jest, test } from '@jest/globals';
import * as waits from '../until.ts';
import { forgetStop } from '../../bridge/control/stop-file.ts';
import { newCameraId } from '../../identity/ids.ts';
import { startCamera } from '../../simulator/camera/simulate.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { startGuardedBridge, type GuardedBridge } from '../testing/guarded-bridge.ts';
import { intendAt } from '../testing/intend.ts';
import { misdial, mixUp } from '../testing/meddler.ts';
import { runCommandHere } from '../testing/run-command.ts';
import { hlsFiles, openStream, streamCommand } from '../testing/streams.ts';
import { createCanaryWatermarks } from '../../tripwire/canary-watermark.ts';

jest.setTimeout(120_000);

/** Not the camera of the account. */
const elsewhere = newCameraId();

let bridge: GuardedBridge;
/** What had been logged and counted before this test. */
let loggedBefore = 0;
let tripsBefore = 0;

beforeAll(async () => {
  bridge = await startGuardedBridge();
});
afterAll(() => bridge.close());

async function metric(name: string): Promise<number> {
  const line = (await bridge.metrics()).split('\n').find((text) => text.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}

const until = (what: string, holds: () => boolean | Promise<boolean>) =>
  waits.until(holds, 30_000, { what: () => `${what}\n${bridge.output()}`, intervalMs: 100 });

interface Exposure {
  readonly accounts: readonly { readonly account: string; readonly sessions: number }[];
}

/** Resolves when as many whole rounds more were made. */
async function roundsMade(count: number): Promise<void> {
  const whole = async () =>
    (await metric('casement_tripwire_rounds_total')) -
    (await metric('casement_tripwire_failures_total'));
  const before = await whole();
  await until(`${count} rounds more`, async () => (await whole()) >= before + count);
}

async function casement(...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], DATA_DIR: bridge.dataDir };
  const { code, stdout, stderr } = await runCommandHere(args, { cwd: bridge.dataDir, env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

/** What EXECUTE says to the ordinary account. */
async function executed(): Promise<string> {
  const { token, device } = bridge.birch;
  const { body } = await intendAt(bridge.local)(
    token,
    'EXECUTE',
    streamCommand(device, ['hls', 'webrtc']),
  );
  const [{ status, errorCode }] = body.payload.commands;
  return errorCode ?? status;
}

/** The account's stream, by the way past the proxy. */
async function watch(): Promise<string> {
  const { token, device } = bridge.birch;
  const { url } = await openStream({ intend: intendAt(bridge.local) }, token, device, 'hls');
  return url.replace(bridge.proxy.origin, bridge.local);
}

/** Lines that the bridge logged in this test. */
const lines = (part: string) =>
  bridge
    .output()
    .slice(loggedBefore)
    .split('\n')
    .filter((line) => line.includes(part));
const alarmLines = () => lines('"tripwire"');

/** Everybody's delivery has ended, and it was told in every way. */
async function expectTripped(reason: string, master: string): Promise<void> {
  await until('tripped', () => alarmLines().length > 0);
  expect((await fetch(master)).status).toBe(404);
  expect(await executed()).toBe('streamUnavailable');
  expect(alarmLines()).toHaveLength(1);
  expect(JSON.parse(alarmLines()[0] ?? '')).toMatchObject({
    level: 'error',
    alarm: 'tripwire',
    reason,
  });
  expect(await metric('casement_tripwire_trips_total')).toBe(tripsBefore + 1);
  await until('the webhook was told', () => bridge.alarms.posted.length > 0);
  expect(bridge.alarms.posted).toEqual([
    { alarm: 'tripwire', reason, at: expect.stringMatching(/^\d{4}-.*Z$/) },
  ]);
  expect(bridge.output()).not.toContain('secret-of-the-hook');
  const [suspension] = JSON.parse(await casement('suspensions', '--json')) as [object];
  expect(suspension).toMatchObject({ reason: `tripwire: ${reason}` });
}

beforeEach(async () => {
  bridge.alarms.posted.length = 0;
  await roundsMade(1);
  loggedBefore = bridge.output().length;
  tripsBefore = await metric('casement_tripwire_trips_total');
});
afterEach(async () => {
  bridge.proxy.meddle();
  bridge.proxy.mislead();
  bridge.engrave(() => 'nothing');
  const { suspensions } = bridge.operator.store.operator;
  const lifted = await suspensions.resume({ of: 'all' });
  // As casement resume --all does.
  forgetStop(bridge.dataDir);
  if (!lifted) return;
  await until('the wire is set', () => lines('the tripwire is set again').length > 0);
});

test('in fair weather it makes its rounds, sees nothing, and costs nobody anything', async () => {
  const master = await watch();
  const failures = await metric('casement_tripwire_failures_total');
  await roundsMade(3);
  expect((await fetch(master)).status).toBe(200);
  expect(alarmLines()).toEqual([]);
  // What canaries try, so that it is refused, is no refusal to tell anybody of.
  expect(lines('was refused')).toEqual([]);
  expect(await metric('casement_tripwire_failures_total')).toBe(failures);
});

test('the delivery record is about customers, and about canaries only where it is asked', async () => {
  await (await fetch((await hlsFiles(await watch()))[2] ?? '')).arrayBuffer();
  await roundsMade(2);
  const { account } = bridge.birch;
  const accounts = async (...args: string[]) => {
    const text = await casement('audit', 'exposure', '--since', '1h', '--json', ...args);
    return (JSON.parse(text) as Exposure).accounts;
  };
  expect((await accounts()).map((one) => one.account)).toEqual([account]);
  const all = await accounts('--canaries');
  expect(all).toHaveLength(3);
  const sessions = new Map(all.map((one) => [one.account, one.sessions]));
  expect(sessions.get(account)).toBeGreaterThan(0);
  sessions.delete(account);
  expect([...sessions.values()]).toEqual([0, 0]);
});

test('a cache in front that mixes up segments ends everybody’s delivery', async () => {
  const master = await watch();
  expect((await fetch(master)).status).toBe(200);
  bridge.proxy.meddle(mixUp(/\.ts$/));
  await expectTripped('another camera’s picture', master);
});

test('a stranger’s picture without a watermark trips, and a kill forgets nothing', async () => {
  const master = await watch();
  const segment = Buffer.from(await (await fetch((await hlsFiles(master))[2] ?? '')).arrayBuffer());
  bridge.proxy.meddle(({ url }, answer) =>
    url.endsWith('.ts') && answer.status === 200 ? { ...answer, body: segment } : answer,
  );
  await expectTripped('a picture without a mark', master);
  await bridge.end('SIGKILL');
  bridge.proxy.meddle();
  await bridge.start();
  loggedBefore = 0;
  expect(await executed()).toBe('streamUnavailable');
  await sleep(2_500);
  // Nothing can be asked for, so nothing is: neither a round nor a failure.
  expect(await metric('casement_tripwire_rounds_total')).toBe(0);
  await casement('resume', '--all');
  await roundsMade(1);
  expect(await executed()).toBe('SUCCESS');
});

test('a stranger’s picture that comes by WebRTC alone trips', async () => {
  const master = await watch();
  const { token, device } = bridge.birch;
  const { url, bearer } = await openStream(
    { intend: intendAt(bridge.local) },
    token,
    device,
    'webrtc',
  );
  const { pathname } = new URL(url);
  bridge.proxy.mislead(misdial(() => ({ url: pathname, bearer, device })));
  await expectTripped('a picture without a mark', master);
});

test('after the trip the patrol rests until delivery is resumed, and is set again then', async () => {
  bridge.proxy.meddle(mixUp(/^snapshot\.jpg$/));
  await until('tripped', () => alarmLines().length > 0);
  const rounds = await metric('casement_tripwire_rounds_total');
  await sleep(2_500);
  expect(await metric('casement_tripwire_rounds_total')).toBe(rounds);
  bridge.proxy.meddle();
  await casement('resume', '--all');
  await roundsMade(2);
  expect(lines('the tripwire is set again')).toHaveLength(1);
  expect(await executed()).toBe('SUCCESS');
  bridge.proxy.meddle(mixUp(/^snapshot\.jpg$/));
  await until('tripped again', () => alarmLines().length === 2);
  await until('the webhook was told of both', () => bridge.alarms.posted.length === 2);
});

test('a canary’s picture out of another household’s camera trips: the bridge is not asked', async () => {
  const master = await watch();
  const watermarks = createCanaryWatermarks(bridge.ring, Date.now);
  bridge.engrave(() => watermarks.write('1', elsewhere));
  await expectTripped('a canary under another stamp', master);
});

test('a canary’s still out of another household’s camera trips, and is not given', async () => {
  const { device, source } = bridge.birch;
  const watermarks = createCanaryWatermarks(bridge.ring, Date.now);
  const clip = clipOf(loadClips(), 'birch/front-door');
  const watermark = () => watermarks.write('1', elsewhere);
  const stranger = await startCamera({ clip, still: true, watermark });
  const { register } = bridge.operator;
  await register.setSource(device, { ...source, still: stranger.stillUrl ?? '' });
  try {
    const master = await watch();
    expect((await fetch(new URL('snapshot.jpg', master))).status).toBe(404);
    await expectTripped('a canary under another stamp', master);
  } finally {
    await register.setSource(device, source);
    await stranger.close();
  }
});

test('a forged watermark and one of long ago trip nothing', async () => {
  const master = await watch();
  const old = createCanaryWatermarks(bridge.ring, () => Date.now() - 60_000);
  bridge.engrave(() => old.write('1', elsewhere).replace(/.{3};$/, 'AAA;'));
  await roundsMade(2);
  expect((await fetch(master)).status).toBe(200);
  bridge.engrave(() => old.write('1', elsewhere));
  await roundsMade(2);
  expect(alarmLines()).toEqual([]);
  expect(await executed()).toBe('SUCCESS');
});

test('a front door that cannot be reached is no trip: told once, and once when it is back', async () => {
  const gateway = { status: 502, type: 'text/plain', body: Buffer.from('bad gateway') };
  bridge.proxy.meddle(() => gateway);
  const failures = () => metric('casement_tripwire_failures_total');
  const before = await failures();
  await until('failures', async () => (await failures()) >= before + 3);
  bridge.proxy.meddle();
  await roundsMade(1);
  expect(lines('front door').map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    'the tripwire cannot make its rounds through the front door (PUBLIC_URL, from this machine)',
    'the tripwire makes its rounds through the front door again',
  ]);
  expect(alarmLines()).toEqual([]);
});

test('the canaries are marked in the list of accounts, and go when it is switched off', async () => {
  expect(await casement('account', 'list')).not.toContain('canary-1');
  expect(await casement('account', 'list', '--all')).toMatch(
    /canary-1@tripwire\.invalid +Canary \(tripwire\)/,
  );
  await bridge.start({ TRIPWIRE: 'off' });
  loggedBefore = 0;
  const accounts = JSON.parse(await casement('account', 'list', '--json')) as { email: string }[];
  expect(accounts.map(({ email }) => email)).toEqual(['birch@example.net']);
});
