import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { openAudit } from '../../wall/audit/open-audit.ts';
import { recordPlace } from '../../wall/audit/place.ts';
import { auditKeys } from '../../identity/audit-key.ts';
import {
  newCameraId,
  newDeviceId,
  newSessionId,
  AccountId,
  type DeviceId,
} from '../../identity/ids.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { noNames } from '../../wall/partitions/claims.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister, type Register } from '../../wall/operator/register.ts';
import { sampleAccount, sampleCode, sampleGrant } from '../../storage/contract/shelf.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { canaryEmail } from '../../tripwire/canary-account.ts';
import { run } from '../program.ts';
import { registerAudit } from './audit.ts';

let folder: string;
let store: Store;
let register: Register;
const accounts = new Map<string, AccountId>();
const nameOf = (id: string): string | undefined =>
  [...accounts].find(([, known]) => known === id)?.[0];

async function account(
  name: string,
  email = `${name.toLowerCase()}@example.org`,
): Promise<AccountId> {
  const made = sampleAccount({ name, email });
  await store.operator.accounts.add(made);
  accounts.set(name, made.id);
  return made.id;
}

async function linked(id: AccountId) {
  const grant = sampleGrant(id, { createdAt: Date.now() });
  await store.of(grant.account).addGrant(grant, sampleCode(grant));
  return grant.id;
}

const camera = (owner: AccountId, model: string): Promise<DeviceId> =>
  register.addCamera({
    owner,
    name: 'Front door',
    nicknames: [],
    kind: 'camera',
    model,
    source: { stream: `rtsp://127.0.0.1:9/${owner}`, transport: 'tcp', alwaysWarm: false },
  });

/**
 * Birch and its guest share an Aqua, and the guest watches; Gone watched its own Aqua and was
 * removed; Left only unlinked; Elm watches a Brio; Stranger was never linked; Canary is the tripwire's.
 */
beforeAll(async () => {
  folder = scratchFolder('audit');
  const dataDir = join(folder, 'data');
  const { database, keys } = dataFolder(dataDir);
  const ring = openKeyRing(keys);
  store = openSqlite({ file: database });
  register = createRegister(store, ring, noNames, streamForm);
  const audit = await openAudit({
    place: recordPlace(dataDir),
    keys: auditKeys(ring),
    build: '0.1.0+0123456789ab',
    retentionMs: 86_400_000,
    onTrouble: () => undefined,
    onMended: () => undefined,
    revision: async () => 1,
    takeOvers: store.operator.history,
    past: store.operator.history,
    settled: () => true,
    onDropped: () => undefined,
    now: Date.now,
    clock: () => performance.now(),
  });

  async function watch(id: AccountId, device: DeviceId, bytes: number): Promise<void> {
    const entry = await store.of(id).entry(device);
    if (entry === undefined) throw new Error('no such device');
    const { camera: of, epoch, model } = entry;
    const grant = (await store.of(id).grants())[0]?.id;
    const stamp = { camera: of, epoch };
    const facts = { id: newSessionId(), account: id, grant, device, model, stamp };
    const delivery = audit.recorder.begin({ ...facts, protocol: 'webrtc' });
    delivery.add(bytes, 10);
    delivery.end('display');
  }

  const birch = await account('Birch');
  const guest = await account('Guest');
  const gone = await account('Gone');
  const left = await account('Left');
  const elm = await account('Elm');
  await account('Stranger');
  const canary = await account('Canary', canaryEmail('1'));
  for (const one of [birch, guest, gone, elm, canary]) await linked(one);
  const shared = await register.share(await camera(birch, 'Aqua'), guest);
  const gonesCamera = await camera(gone, 'Aqua');
  const elms = await camera(elm, 'Brio');
  await camera(left, 'Aqua');
  const over = await linked(left);
  await watch(guest, shared, 111);
  await watch(gone, gonesCamera, 222);
  await watch(elm, elms, 333);
  const epoch = 1;
  audit.recorder.refused({
    session: newSessionId(),
    account: canary,
    grant: undefined,
    device: newDeviceId(),
    expected: { camera: newCameraId(), epoch },
    found: { camera: newCameraId(), epoch },
  });
  await audit.close();
  await store.of(left).revokeGrant(over);
  await store.of(gone).remove();
});
afterAll(async () => {
  await store.close();
  removeFolder(folder);
});

/** `casement <args>` on that folder. */
async function casement(...args: string[]) {
  const said = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        said[name] += chunk.toString();
        done();
      },
    });
  const env = { DATA_DIR: join(folder, 'data') };
  const context = { env, stdin: Readable.from([]), stdout: into('out'), stderr: into('err') };
  const code = await run(args, context, [registerAudit]);
  return { code, stdout: said.out, stderr: said.err };
}

async function json(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await casement(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

interface Answer {
  readonly totals: Readonly<Record<string, number>>;
  readonly record: { readonly verified: boolean };
  readonly builds: readonly { readonly build: string }[];
  readonly accounts: readonly {
    readonly account: string;
    readonly removed: boolean;
    readonly email: string;
    readonly linked: readonly unknown[];
    readonly bytes: number;
    readonly affected: readonly string[];
  }[];
}

async function exposure(...args: string[]) {
  const answer = (await json('audit', 'exposure', '--since', '1h', ...args)) as Answer;
  const named = (holds: (one: Answer['accounts'][number]) => boolean) =>
    answer.accounts
      .filter(holds)
      .map((one) => nameOf(one.account) ?? '')
      .toSorted((a, b) => a.localeCompare(b));
  return {
    answer,
    linked: named((one) => one.linked.length > 0),
    delivered: named((one) => one.bytes > 0),
    affected: named((one) => one.affected.length > 0),
  };
}

test('exposure tells exactly the right accounts, those that are gone included', async () => {
  const { answer, linked: had, delivered, affected } = await exposure();
  expect(had).toEqual(['Birch', 'Elm', 'Gone', 'Guest', 'Left']);
  expect(delivered).toEqual(['Elm', 'Gone', 'Guest']);
  expect(affected).toEqual(['Birch', 'Elm', 'Gone', 'Guest']);
  expect(answer.totals).toEqual({ linked: 5, delivered: 3, couldBeAffected: 4, stopped: 1 });
  expect(answer.record.verified).toBe(true);
  const gone = answer.accounts.find((one) => one.removed);
  expect(gone).toMatchObject({ account: accounts.get('Gone'), email: '', bytes: 222 });
});

test('the canaries are no customers: exposure lists them where it is asked to', async () => {
  const { linked: had, answer } = await exposure('--canaries');
  expect(had).toEqual(['Birch', 'Canary', 'Elm', 'Gone', 'Guest', 'Left']);
  expect(answer.accounts.find(({ email }) => email === canaryEmail('1'))).toMatchObject({
    stopped: 1,
  });
});

test('exposure by model, by build and by time', async () => {
  const aqua = await exposure('--model', 'Aqua');
  expect(aqua.linked).toEqual(['Birch', 'Gone', 'Guest', 'Left']);
  expect([aqua.delivered, aqua.affected]).toEqual([
    ['Gone', 'Guest'],
    ['Birch', 'Gone', 'Guest'],
  ]);
  expect((await exposure('--model', 'aqua')).answer.accounts).toEqual([]);
  const build = await exposure('--build', '0.1.0+0123');
  expect(build.affected).toEqual(['Birch', 'Elm', 'Gone', 'Guest']);
  expect(build.answer.builds).toMatchObject([{ build: '0.1.0+0123456789ab' }]);
  expect((await exposure('--build', '0.2')).answer.accounts).toEqual([]);
  const before = await exposure('--until', '59m');
  expect([before.linked, before.affected]).toEqual([[], []]);
});

test('exposure as a table and as CSV', async () => {
  const { stdout } = await casement('audit', 'exposure', '--since', '1h');
  expect(stdout).toContain('5 account(s) were linked, 3 were delivered something, 4 could');
  expect(stdout).toMatch(/a_\S+ +birch@example\.org +yes +0 +0 +0 +1 +0 +seen\n/);
  expect(stdout).toMatch(/a_\S+ +\(removed\) +yes +1 +222 +10 +0 +0 +delivered seen\n/);
  const { stdout: text } = await casement('audit', 'exposure', '--since', '1h', '--csv');
  const [head, ...rows] = text.trim().split('\r\n');
  expect(head).toContain('account,email,removed,linked,');
  expect(rows).toHaveLength(5);
  expect(rows.join('\n')).toContain('guest@example.org,false,true,');
  expect(await casement('audit', 'exposure', '--since', '1h', '--csv', '--json')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--csv and --json'),
  });
});

test('show tells the sessions of one account, device or time', async () => {
  const shown = async (...args: string[]) => {
    const { sessions } = (await json('audit', 'show', ...args)) as {
      sessions: readonly { account: string; device: string }[];
    };
    return sessions.map((one) => nameOf(one.account));
  };
  expect(await shown()).toEqual(['Guest', 'Gone', 'Elm']);
  expect(await shown('--account', 'guest@example.org')).toEqual(['Guest']);
  expect(await shown('--account', accounts.get('Gone') ?? '')).toEqual(['Gone']);
  const [elms] = await register.list(AccountId(accounts.get('Elm') ?? ''));
  expect(await shown('--device', elms?.device ?? '')).toEqual(['Elm']);
  expect(await shown('--until', '1h')).toEqual([]);
  const { sessions: all } = (await json('audit', 'show')) as { sessions: object[] };
  expect(all[0]).toMatchObject({ email: 'guest@example.org', deviceName: 'Front door' });
  expect(all[1]).not.toHaveProperty('email');
  expect(all[1]).not.toHaveProperty('deviceName');
  const { stdout } = await casement('audit', 'show');
  expect(stdout).toMatch(/webrtc +111 +10 +0\.1\.0\+0123456789ab +display\n/);
  // Names beside ids; of those that are gone it says so.
  expect(stdout).toMatch(/ a_\S+ \(guest@example\.org\) +d_\S+ \(Front door\) +webrtc +111 /);
  expect(stdout).toMatch(/ a_\S+ \(removed\) +d_\S+ \(removed\) +webrtc +222 /);
});

test('what is asked wrongly is named', async () => {
  const refusals = [
    ['audit', 'exposure'],
    ['audit', 'exposure', '--since', 'yesterday'],
    ['audit', 'verify', '--known', 'x'],
    ['audit', 'show', '--account', 'nobody@example.org'],
  ];
  const said = [];
  for (const args of refusals) said.push((await casement(...args)).stderr);
  expect(said).toEqual([
    expect.stringContaining('--since'),
    expect.stringContaining('"yesterday"'),
    expect.stringContaining('--known'),
    expect.stringContaining('nobody@example.org'),
  ]);
});

// Last: it damages what the others read.
test('verify prints the last line, holds it against a known one, and fails on any change', async () => {
  const { last } = (await json('audit', 'verify')) as { last: string };
  expect(last).toMatch(/^\d+:[\w-]{43}$/);
  const held = await casement('audit', 'verify', '--known', last);
  expect(held).toMatchObject({ code: 0, stdout: expect.stringContaining(`Last line: ${last}`) });
  const other = await casement('audit', 'verify', '--known', `3:${'x'.repeat(43)}`);
  expect(other).toMatchObject({ code: 1, stdout: 'line 3 is not the one that was anchored\n' });

  const files = join(folder, 'data', 'audit');
  const [name = ''] = (await readdir(files)).filter((one) => one.endsWith('.jsonl'));
  const text = await readFile(join(files, name), 'utf8');
  await writeFile(join(files, name), text.replace('"bytes":222', '"bytes":2'));
  const altered = await casement('audit', 'verify', '--json');
  expect(altered.code).toBe(1);
  expect(JSON.parse(altered.stdout)).toMatchObject({
    verified: false,
    faults: [{ file: name, number: 6, what: expect.stringContaining('altered') }],
  });
  expect(altered.stderr).toContain('the record does not verify');
  const { answer } = await exposure();
  expect(answer.record.verified).toBe(false);
  const { stdout } = await casement('audit', 'exposure', '--since', '1h');
  expect(stdout).toContain('THE RECORD DOES NOT VERIFY');
  await rm(join(files, name));
  expect((await casement('audit', 'verify')).stdout).toContain('missing at the end');
});
