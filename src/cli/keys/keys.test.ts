import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CameraId } from '../../identity/ids.ts';
import { keyKinds, type KeyFile } from '../../identity/key-file-form.ts';
import { makeKeyFile, readKeyFile, replaceKeyFile } from '../../identity/key-file.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { longestAccessTokenMs } from '../../identity/lifetimes.ts';
import { seal } from '../../identity/seal.ts';
import { openOrigin } from '../../wall/partitions/bound-origins.ts';
import { openSource, sealSource } from '../../wall/partitions/sealed-source.ts';
import { nowhere, sampleAccount, sampleCamera, sampleEntry } from '../../storage/contract/shelf.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { openCasement, type Casement } from '../../workshop/testing/casement.ts';
import { spawnTs } from '../../workshop/testing/run-ts.ts';
import { complete, retireInPlace, rotateInPlace, type KeyWork, type Step } from './change-keys.ts';
import { allEntries } from '../../storage/contract/whole.ts';

const entry = new URL('../main.ts', import.meta.url);

let casement: Casement;
let store: Store;
let file: string;
let cameras: readonly CameraId[];

const source = {
  stream: 'rtsp://user:hunter2@10.0.0.7/x',
  transport: 'auto',
  alwaysWarm: false,
} as const;

beforeEach(async () => {
  casement = await openCasement();
  const folder = dataFolder(join(casement.folder, 'data'));
  file = folder.keys;
  const ring = openKeyRing(file);
  store = openSqlite({ file: folder.database });
  const account = sampleAccount();
  await store.operator.accounts.add(account);
  const records = Array.from({ length: 3 }, () => sampleCamera());
  cameras = records.map(({ camera }) => camera);
  for (const record of records) {
    const { camera } = record;
    const sealed = { ...record, sealedSource: sealSource(ring, camera, source) };
    await store.operator.map.addCamera(sealed, sampleEntry(account.id), nowhere);
    const place = seal(ring, camera, JSON.stringify({ address: '10.0.0.7', port: 554 }));
    const proof = seal(ring, camera, JSON.stringify({ transport: 'tcp' }));
    await store.operator.origins.bind(
      { camera, line: 'stream', place, proof, since: 1 },
      1,
      undefined,
    );
  }
});
afterEach(async () => {
  await store.close();
  await casement.dispose();
});

/** Everything opens with what the key file holds. */
async function allOpens(keys = file): Promise<void> {
  const ring = openKeyRing(keys);
  const rows = await allEntries(store);
  expect(rows).toHaveLength(cameras.length);
  for (const { camera, sealedSource } of rows) {
    expect(openSource(ring, camera, sealedSource)).toEqual(source);
    const origin = await store.operator.origins.of(camera, 'stream');
    expect(origin && openOrigin(ring, origin)).toEqual({
      place: { address: '10.0.0.7', port: 554 },
      proof: { transport: 'tcp' },
    });
  }
}

const kids = (keys: KeyFile) =>
  Object.fromEntries(keyKinds.map((kind) => [kind, keys[kind].map(({ kid }) => kid)]));

test('keys are listed by id, with how much is sealed with each, and without a secret', async () => {
  const keys = readKeyFile(file);
  const { stdout } = await casement.run(['keys', 'list']);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  expect(lines[0]).toEqual(['KIND', 'KEY', 'SINCE', 'USE', 'VALUES']);
  expect(lines.slice(1).map(([kind, kid]) => [kind, kid])).toEqual(
    keyKinds.map((kind) => [kind, keys[kind][0].kid]),
  );
  expect(lines[3]?.slice(3)).toEqual(['in use', '9']);
  const other = 'lost-1.AAAA';
  const row = (await allEntries(store)).find(({ camera }) => camera === cameras[0]);
  await store.operator.map.reseal(cameras[0] as CameraId, row?.sealedSource ?? '', other, 1);
  const listed = (await casement.json(['keys', 'list'])) as Record<string, unknown>[];
  expect(listed.at(-1)).toMatchObject({ kind: 'sealing', kid: 'lost-1', values: 1, missing: true });
  const told = stdout + JSON.stringify(listed);
  for (const { secret } of [...keys.sealing, ...keys.tickets, ...keys.record, ...keys.places]) {
    expect(told).not.toContain(secret);
  }
  expect(told).not.toContain('PRIVATE KEY');
});

test('rotating makes new keys, seals everything anew and drops the old sealing key', async () => {
  const before = readKeyFile(file);
  const said = await casement.json(['keys', 'rotate']);
  expect(said).toMatchObject({ resealed: 9, shut: 0, dropped: [before.sealing[0].kid] });
  const after = readKeyFile(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const [signing] = before.signing;
  expect(after.signing.map(({ kid }) => kid)[1]).toBe(signing.kid);
  expect(after.tickets).toHaveLength(2);
  expect(after.sealing).toHaveLength(1);
  expect(after.sealing[0].kid).not.toBe(before.sealing[0].kid);
  for (const kind of ['record', 'places', 'displays', 'marks'] as const) {
    expect(after[kind]).toEqual(before[kind]);
  }
  await allOpens();
  const counts = await store.operator.sealed.count();
  expect([...counts]).toEqual([[after.sealing[0].kid, 9]]);
  // A command that began before and still holds the old key.
  const late = sealSource(
    { ...openKeyRing(file), sealing: [oldRoot(before)] },
    cameras[0] as CameraId,
    source,
  );
  const row = (await allEntries(store))[0];
  await expect(
    store.operator.map.reseal(row?.camera as CameraId, row?.sealedSource ?? '', late, 1),
  ).rejects.toThrow('the keys were changed meanwhile');
  const { stdout } = await casement.run(['keys', 'list']);
  expect(await casement.json(['keys', 'rotate', '--at-once'])).toMatchObject({ resealed: 9 });
  const { signing: left, tickets } = readKeyFile(file);
  expect([left.length, tickets.length]).toEqual([1, 1]);
  expect(left[0].kid).not.toBe(after.signing[0].kid);
  expect(stdout).toMatch(new RegExp(`signing +${signing.kid} .*believed until`));
  const again = await casement.run(['keys', 'rotate', '--at-once']);
  expect(again.stdout).toContain('What the old ones signed is over');
});

function oldRoot(before: KeyFile) {
  const path = join(casement.folder, 'before.json');
  makeKeyFile(path);
  const ring = openKeyRing(path);
  return { ...ring.sealing[0], kid: before.sealing[0].kid };
}

const alone = (): KeyWork => ({
  file,
  store,
  heard: async () => undefined,
  now: Date.now,
  reached: Date.now,
});

// What a kill leaves behind is what stood there after the last step it had done.
test.each<[Step, number]>([
  ['new keys', 2],
  ['taken up', 2],
  ['resealed', 2],
  ['dropped', 2],
  ['written', 1],
  ['known', 1],
])(
  'ended after the step "%s" it has lost nothing, and retire does the rest',
  async (last, left) => {
    const steps = rotateInPlace(alone());
    for (let step = await steps.next(); step.value !== last; step = await steps.next()) {
      await allOpens();
    }
    await allOpens();
    expect(readKeyFile(file).sealing).toHaveLength(left);
    await complete(retireInPlace(alone()));
    await allOpens();
    const { sealing } = readKeyFile(file);
    expect([...(await store.operator.sealed.count()).keys()]).toEqual(
      sealing.map(({ kid }) => kid),
    );
  },
);

test('ended in the middle of sealing anew it has lost nothing, nor after another rotation', async () => {
  let puts = 0;
  const { sealed } = store.operator;
  const dying: KeyWork['store'] = {
    operator: {
      sealed: {
        ...sealed,
        async reseal(changes) {
          puts += 1;
          await sealed.reseal(changes.slice(0, 4));
          throw new Error('killed');
        },
      },
    },
  };
  await expect(complete(rotateInPlace({ ...alone(), store: dying }))).rejects.toThrow('killed');
  expect(puts).toBe(1);
  expect((await sealed.count()).size).toBe(2);
  await allOpens();
  expect(await casement.json(['keys', 'rotate'])).toMatchObject({ resealed: 9 });
  expect(readKeyFile(file).sealing).toHaveLength(1);
  await allOpens();
});

test('killed at whatever moment it has lost nothing', async () => {
  const env = { PATH: process.env['PATH'], DATA_DIR: join(casement.folder, 'data') };
  const killed: boolean[] = [];
  for (let turns = 0; turns < 24; turns += 4) {
    const before = readFileSync(file, 'utf8');
    const running = spawnTs(entry, ['keys', 'rotate'], { cwd: casement.folder, env });
    const ended = once(running, 'close');
    // From the moment on at which the new keys are there.
    while (readFileSync(file, 'utf8') === before) await setImmediate();
    for (let turn = 0; turn < turns; turn += 1) await store.operator.sealed.count();
    running.kill('SIGKILL');
    const [, signal] = (await ended) as [number | null, string | null];
    killed.push(signal === 'SIGKILL');
    await allOpens();
  }
  expect(killed).toContain(true);
  expect(await casement.run(['keys', 'retire'])).toMatchObject({ code: 0 });
  expect(readKeyFile(file).sealing).toHaveLength(1);
  expect(
    readdirSync(join(casement.folder, 'data')).filter((name) => /keys.json./.test(name)),
  ).toEqual([]);
  await allOpens();
});

test('an older key with which something is sealed that does not open stays', async () => {
  const { kid } = readKeyFile(file).sealing[0];
  const [row] = await allEntries(store);
  await store.operator.map.reseal(
    row?.camera as CameraId,
    row?.sealedSource ?? '',
    `${kid}.AAAA`,
    1,
  );
  const { code, stdout } = await casement.run(['keys', 'rotate']);
  expect(code).toBe(0);
  expect(stdout).toContain('What the old ones signed is believed until it runs out');
  expect(stdout).toContain('1 value(s) open with no key there is');
  expect(stdout).toContain(`Values are still sealed with: ${kid}.`);
  expect(readKeyFile(file).sealing.map((key) => key.kid)).toEqual([expect.any(String), kid]);
});

test('a clock that was put ahead makes no key of tokens over', async () => {
  const before = readKeyFile(file);
  await complete(rotateInPlace(alone()));
  const both = readKeyFile(file);
  expect(both.signing[1]?.kid).toBe(before.signing[0].kid);
  const now = () => Date.now() + 2 * longestAccessTokenMs;
  const ahead: KeyWork = { ...alone(), now };
  await complete(retireInPlace(ahead));
  expect(readKeyFile(file)).toEqual(both);
  await complete(rotateInPlace(ahead));
  expect(readKeyFile(file).signing).toHaveLength(3);

  // The same by the command: it goes by the time that the bridge wrote down.
  const long = Date.now() - 2 * longestAccessTokenMs;
  const [newest, older] = [both.signing[0], { ...before.signing[0], replaced: long }];
  replaceKeyFile(file, { ...both, signing: [newest, older] });
  const time = join(casement.folder, 'data', 'time.json');
  const kept = { version: 1, at: long, reached: long, ran: longestAccessTokenMs };
  writeFileSync(time, JSON.stringify(kept));
  await casement.json(['keys', 'retire']);
  expect(readKeyFile(file).signing).toHaveLength(2);
  rmSync(time);
  await casement.json(['keys', 'retire']);
  expect(readKeyFile(file).signing).toHaveLength(1);
});

test('a bridge that does not say that it has the new keys: nothing is sealed anew', async () => {
  const { kid } = readKeyFile(file).sealing[0];
  const heard = async (given?: readonly string[]): Promise<void> => {
    if (given !== undefined) throw new Error('unheard');
  };
  await expect(complete(rotateInPlace({ ...alone(), heard }))).rejects.toThrow('unheard');
  expect([...(await store.operator.sealed.count()).keys()]).toEqual([kid]);
  await expect(complete(retireInPlace({ ...alone(), heard }))).rejects.toThrow('unheard');
  expect([...(await store.operator.sealed.count()).keys()]).toEqual([kid]);
  await allOpens();
  const silent = () => Promise.reject(new Error('silent'));
  const text = readFileSync(file, 'utf8');
  await expect(complete(rotateInPlace({ ...alone(), heard: silent }))).rejects.toThrow('silent');
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('keys that cannot be written are written out, and never over another file', async () => {
  const mounted = join(casement.folder, 'mounted', 'keys.json');
  makeKeyFile(join(casement.folder, 'mounted', 'other.json'));
  renameSync(file, mounted);
  const run = async (...args: string[]) =>
    casement.run(['keys', ...args], '', { KEYS_FILE: mounted });
  const [old, out, end] = [
    readKeyFile(mounted),
    join(casement.folder, 'a'),
    join(casement.folder, 'b'),
  ];
  const rotated = await run('rotate', '--out', out);
  expect(rotated).toMatchObject({ code: 0, stderr: '' });
  expect(statSync(out).mode & 0o777).toBe(0o600);
  const both = readKeyFile(out);
  expect(kids(both)['sealing']).toEqual([expect.any(String), old.sealing[0].kid]);
  for (const { secret } of [...both.sealing, ...both.tickets]) {
    expect(rotated.stdout).not.toContain(secret);
  }
  expect(readKeyFile(mounted)).toEqual(old);
  await allOpens(mounted);
  for (const there of [out, '/dev/stdout', mounted]) {
    expect(await run('rotate', '--out', there)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is there already'),
    });
  }
  // Mounted; then what nothing needs is written out of it.
  renameSync(out, mounted);
  const retired = await run('retire', '--out', end);
  expect(retired).toMatchObject({ code: 0, stderr: '' });
  expect(readKeyFile(mounted)).toEqual(both);
  expect(readKeyFile(end).sealing).toEqual([both.sealing[0]]);
  await allOpens(mounted);
  await allOpens(end);
  // Beside it nothing can be written, as where it is mounted.
  mkdirSync(`${mounted}.next`);
  const refused = await run('rotate');
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('add --out <file>') });
  expect(readKeyFile(mounted)).toEqual(both);
});

test('where the key file is missing, no command makes another', async () => {
  rmSync(file);
  for (const args of [
    ['keys', 'list'],
    ['keys', 'rotate'],
    ['camera', 'list'],
  ]) {
    expect(await casement.refused(args)).toMatchObject({
      exit: 1,
      message: expect.stringContaining('restore the key file from a backup'),
    });
  }
  expect(existsSync(file)).toBe(false);
});
