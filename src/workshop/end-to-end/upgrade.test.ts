/** A data folder of commit a1ffa39 opens, and its cameras go on playing where they are. */
import { existsSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { refresh } from '../testing/refresh.ts';
import { recordPlace } from '../../wall/audit/place.ts';
import { readRecord } from '../../wall/audit/read-record.ts';
import { startBridge, type Bridge } from '../../bridge/bridge.ts';
import { until } from '../until.ts';
import { readConfig } from '../../bridge/config/config.ts';
import { auditKeys } from '../../identity/audit-key.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { serialOf } from '../../simulator/camera/identity.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { createLog } from '../../common/log.ts';
import { createPinRegister } from '../../wall/operator/pin-register.ts';
import { pinReading } from '../../pictures/cameras/origin/old-pin.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { acquireFileLock } from '../../storage/sqlite/file-lock.ts';
import { intendAt, type Intend } from '../testing/intend.ts';
import { openOldFolder, type OldFolder } from '../testing/old-folder.ts';
import { hlsFiles, openStream, streamCommand } from '../testing/streams.ts';
import { allAccounts, allDevices } from '../../storage/contract/whole.ts';

jest.setTimeout(120_000);

const clips = loadClips();

let old: OldFolder;
let bridge: Bridge | undefined;
let intend: Intend;
let lines: string;

beforeEach(async () => {
  old = await openOldFolder();
});
afterEach(async () => {
  await bridge?.close();
  await old.close();
});

async function start(): Promise<void> {
  lines = '';
  const { oauth } = old.facts;
  const config = readConfig({
    DATA_DIR: old.dataDir,
    PORT: '0',
    PUBLIC_URL: 'https://bridge.example.net',
    GOOGLE_PROJECT_ID: 'my-home-cameras',
    OAUTH_CLIENT_ID: oauth.clientId,
    OAUTH_CLIENT_SECRET: oauth.clientSecret,
    AUDIT_RETENTION_DAYS: '3650',
    TRIPWIRE: 'off',
  });
  // As in a demo: reached where it listens.
  const log = createLog('info', { write: (line) => (lines += line) });
  bridge = await startBridge({ ...config, publicUrl: undefined }, log);
  intend = intendAt(bridge.origin);
}

/** What the linking of that time is worth today. */
async function tokenOf(account: 'Birch' | 'Harbour'): Promise<string> {
  const at = { origin: bridge?.origin ?? '', oauth: old.facts.oauth };
  const response = await refresh(at, old.made.refreshTokens[account]);
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`the old linking is refused: ${response.status}`);
  return token;
}

/** The status of a device's stream; if there is one, once a segment of it has come. */
async function watched(token: string, device: string): Promise<string> {
  const { body } = await intend(token, 'EXECUTE', streamCommand(device, ['hls']));
  const [{ status, errorCode }] = body.payload.commands;
  if (status !== 'SUCCESS') return errorCode ?? status;
  const { url } = await openStream({ intend }, token, device, 'hls');
  let segment = '';
  await until(async () => {
    [, , segment = ''] = await hlsFiles(url);
    return segment.endsWith('.ts');
  });
  return (await fetch(segment)).ok ? 'played' : 'not played';
}

const verdict = () => {
  const keys = auditKeys(openKeyRing(dataFolder(old.dataDir).keys));
  return readRecord(recordPlace(old.dataDir), keys);
};
const pins = async () =>
  createPinRegister(old.operator.store, pinReading).of(await allDevices(old.operator.store));
const count = (text: string): number => lines.split(text).length - 1;

test('everything in it is read: accounts, cameras, shares, linkings, pins, and the record', async () => {
  const { store, register } = old.operator;
  const { devices } = old.made;
  const accounts = await allAccounts(store);
  expect(accounts.map(({ email }) => email)).toEqual(old.facts.accounts.map(({ email }) => email));
  expect(
    (await register.page({ most: 1_000 })).map(({ device, role, ownerDevice }) => [
      device,
      role,
      ownerDevice,
    ]),
  ).toEqual([
    [devices.door, 'owner', devices.door],
    [devices.garden, 'owner', devices.garden],
    [devices.boats, 'owner', devices.boats],
    [devices.slip, 'owner', devices.slip],
    [devices.shared, 'viewer', devices.door],
  ]);
  for (const { id } of accounts) expect(await store.of(id).grants()).toHaveLength(1);
  const known = await pins();
  const states = (device: string) =>
    [...known].find(([of]) => of === device)?.[1].map(({ line, state }) => [line, state]);
  const door = [
    ['stream', 'old'],
    ['still', 'old'],
  ];
  expect(states(devices.door)).toEqual(door);
  expect(states(devices.shared)).toEqual(door);
  expect(states(devices.garden)).toEqual([['stream', 'unbound']]);
  expect(states(devices.slip)).toEqual([['stream', 'unbound']]);
  expect(states(devices.boats)).toEqual([
    ['stream', 'old'],
    ['onvif', 'old'],
  ]);
  expect(await verdict()).toMatchObject({ faults: [], files: 1, lines: 15 });
});

test('it goes on playing, its pins are renewed by the cameras that match them, and the record goes on', async () => {
  const { devices } = old.made;
  const before = await pins();
  const last = (await verdict()).last;
  // Whoever only reads left the key file as that commit wrote it.
  expect(readFileSync(dataFolder(old.dataDir).keys, 'utf8')).toContain('"version": 1');
  await start();
  const birch = await tokenOf('Birch');
  const harbour = await tokenOf('Harbour');
  for (const [token, device] of [
    [birch, devices.door],
    [birch, devices.garden],
    [harbour, devices.boats],
    [harbour, devices.shared],
    // Birch's garden a second time, under another owner: refused now, and going on.
    [harbour, devices.slip],
  ] as const) {
    expect([device, await watched(token, device)]).toEqual([device, 'played']);
  }
  const { url } = await openStream({ intend }, birch, devices.door, 'hls');
  expect((await fetch(new URL('snapshot.jpg', url))).status).toBe(200);

  const after = await pins();
  for (const device of [devices.door, devices.boats]) {
    const since = before.get(device)?.map((pin) => pin.since);
    expect(after.get(device)).toMatchObject(
      since?.map((at) => ({ state: 'bound', since: at })) ?? [],
    );
  }
  expect(after.get(devices.door)).toMatchObject([
    {
      line: 'stream',
      description: `Lattice ${serialOf(clipOf(clips, 'birch/front-door'))}, Simulated camera`,
    },
    { line: 'still' },
  ]);
  expect(after.get(devices.garden)).toMatchObject([
    { state: 'unbound', description: 'says nothing of itself' },
  ]);
  expect(lines).not.toContain('other-camera');

  // Its lock is the old one: a bridge of that commit would not get in beside this one, nor the other way.
  const { lock } = dataFolder(old.dataDir);
  expect(lock).toMatch(/audit\.lock$/);
  expect(() => acquireFileLock(lock, 'another', 0)).toThrow('another');
  await bridge?.close();
  expect(existsSync(lock)).toBe(true);
  acquireFileLock(lock, 'nobody', 0)();
  const { keys: file } = dataFolder(old.dataDir);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 2 });
  const keys = auditKeys(openKeyRing(file));
  const now = await readRecord(recordPlace(old.dataDir), keys, undefined, last);
  expect(now.faults).toEqual([]);
  expect(now.lines).toBeGreaterThan(15);
});

test('before its pin was matched, another camera is still another camera', async () => {
  const { devices } = old.made;
  old.door.play(clipOf(clips, 'harbour/garden'));
  await start();
  const birch = await tokenOf('Birch');
  expect(await watched(birch, devices.door)).toBe('securityRestriction');
  expect(count('"alarm":"other-camera"')).toBe(1);
  expect((await pins()).get(devices.door)).toMatchObject([{ state: 'old' }, { state: 'old' }]);
  old.door.drop();
  old.door.play(clipOf(clips, 'birch/front-door'));
  await until(async () => (await watched(birch, devices.door)) === 'played');
  expect((await pins()).get(devices.door)).toMatchObject([{ state: 'bound' }, { state: 'old' }]);
});

test('what an operator should confirm is listed once', async () => {
  const { door, garden, boats, shared, slip } = old.made.devices;
  // The folder has no camera over TLS: one is added, and made as old as the others.
  const { operator, dataDir } = old;
  const [owner] = await allAccounts(operator.store);
  if (owner === undefined) throw new Error('the folder has accounts');
  const gate = await operator.register.addCamera({
    owner: owner.id,
    name: 'Gate',
    nicknames: [],
    kind: 'camera',
    source: { stream: 'rtsps://127.0.0.1:9/gate', transport: 'auto', alwaysWarm: false },
  });
  const raw = new Database(dataFolder(dataDir).database);
  raw.exec('UPDATE cameras SET grandfathered = 1');
  raw.close();
  await start();
  // It is told once the bridge is ready.
  await until(async () => count('pins of an earlier version') > 0);
  expect(count('no key was confirmed')).toBe(1);
  expect(lines.split('\n').find((text) => text.includes('no key was confirmed'))).toContain(gate);
  expect(count('pins of an earlier version')).toBe(1);
  expect(count('a camera stands under two owners')).toBe(1);
  const line = lines.split('\n').find((text) => text.includes('pins of an earlier version')) ?? '';
  expect(JSON.parse(line)).toMatchObject({
    level: 'warn',
    old: [door, boats, shared],
    unbound: [garden, slip],
  });
  await bridge?.close();
  await start();
  // Until it is decided; it is the first that is told.
  await until(async () => count('a camera stands under two owners') > 0);
  expect(count('a camera stands under two owners')).toBe(1);
  expect(count('pins of an earlier version')).toBe(0);
  expect(count('no key was confirmed')).toBe(0);
});
