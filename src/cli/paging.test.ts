/** Lists come a page at a time, and say how to go on. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AccountId, DeviceId } from '../identity/ids.ts';
import {
  noon,
  nowhere,
  sampleAccount,
  sampleCamera,
  sampleEntry,
} from '../storage/contract/shelf.ts';
import { dataFolder } from '../storage/data-folder.ts';
import { openSqlite } from '../storage/sqlite/open.ts';
import type { Store } from '../storage/store.ts';
import { openCasement, type Casement } from '../workshop/testing/casement.ts';

let casement: Casement;
let store: Store;
/** Oldest first. */
let accounts: readonly AccountId[];

beforeEach(async () => {
  casement = await openCasement();
  store = openSqlite({ file: dataFolder(join(casement.folder, 'data')).database });
  const made = ['ash', 'birch', 'elm'].map((name, at) =>
    sampleAccount({ email: `${name}@example.org`, createdAt: noon + at }),
  );
  for (const account of made) await store.operator.accounts.add(account);
  accounts = made.map(({ id }) => id);
});
afterEach(async () => {
  await store.close();
  await casement.dispose();
});

const more = (id: string | undefined) =>
  `There are more. The next page: the same command with --after ${id}`;

/** What a command prints for a person, and for a program. */
async function listed(...args: string[]) {
  const text = await casement.run(args);
  expect(text).toMatchObject({ code: 0, stderr: '' });
  const { code, stdout, stderr } = await casement.run([...args, '--json']);
  expect(code).toBe(0);
  const rows = JSON.parse(stdout) as readonly { readonly id?: string; readonly device?: string }[];
  return {
    lines: text.stdout.trimEnd().split('\n'),
    ids: rows.map(({ id, device }) => id ?? device),
    hint: stderr,
  };
}

describe('accounts', () => {
  test('without more than there is room for nothing is said of pages', async () => {
    const all = await listed('account', 'list', '--limit', '3');
    expect(all.ids).toEqual(accounts);
    expect(all.lines).toHaveLength(4);
    expect(all.hint).toBe('');
    expect((await listed('account', 'list')).lines).toEqual(all.lines);
  });

  test('a page says how the next one is seen', async () => {
    const first = await listed('account', 'list', '--limit', '2');
    expect(first.ids).toEqual(accounts.slice(0, 2));
    expect(first.lines.slice(3)).toEqual([more(accounts[1])]);
    expect(first.hint).toBe(`${more(accounts[1])}\n`);
    for (const after of [accounts[1] ?? '', 'birch@example.org']) {
      const second = await listed('account', 'list', '--limit', '2', '--after', after);
      expect(second.ids).toEqual(accounts.slice(2));
      expect(second.lines).toHaveLength(2);
      expect(second.hint).toBe('');
    }
    const last = await listed('account', 'list', '--after', 'elm@example.org');
    expect(last.lines).toEqual(['No account comes after that one.']);
  });

  test('all that wait are confirmed at once, and named', async () => {
    await store.operator.restores.distrust(0);
    const { stdout } = await casement.run(['account', 'confirm', '--all', '--yes']);
    const [, emails = ''] =
      /^Confirmed (.*)\. Displays are to be linked again\.\n$/.exec(stdout) ?? [];
    const all = ['ash@example.org', 'birch@example.org', 'elm@example.org'];
    expect(emails.split(', ')).toEqual(all);
    expect(await store.operator.accounts.countUnconfirmed()).toBe(0);
    const again = await casement.run(['account', 'confirm', '--all', '--yes']);
    expect(again.stdout).toBe('Nothing was unconfirmed.\n');
  });
});

describe('cameras', () => {
  let devices: DeviceId[];
  beforeEach(async () => {
    devices = [];
    for (const account of [0, 1, 0, 2].map((at) => accounts[at])) {
      if (account === undefined) throw new TypeError('no account');
      const entry = sampleEntry(account);
      await store.operator.map.addCamera(sampleCamera(), entry, nowhere);
      devices.push(entry.device);
    }
  });

  test('a page says how the next one is seen', async () => {
    const first = await listed('camera', 'list', '--limit', '3');
    expect(first.ids).toEqual(devices.slice(0, 3));
    expect(first.lines.slice(4)).toEqual([more(devices[2])]);
    expect(first.hint).toBe(`${more(devices[2])}\n`);
    const second = await listed('camera', 'list', '--limit', '3', '--after', devices[2] ?? '');
    expect(second.ids).toEqual(devices.slice(3));
    expect([second.lines.length, second.hint]).toEqual([2, '']);
    const last = await listed('camera', 'list', '--after', devices[3] ?? '');
    expect(last.lines).toEqual(['No camera comes after that one.']);
  });

  test('so does a page of one account', async () => {
    const own = ['camera', 'list', '--account', 'ash@example.org', '--limit', '1'];
    const first = await listed(...own);
    expect([first.ids, first.hint]).toEqual([[devices[0]], `${more(devices[0])}\n`]);
    const second = await listed(...own, '--after', devices[0] ?? '');
    expect([second.ids, second.hint]).toEqual([[devices[2]], '']);
    const theirs = await casement.refused([...own, '--after', devices[1] ?? '']);
    expect(theirs.code).toBe('not-found');
  });

  test('what looks like a camera of the page is named, on whichever page it stands itself', async () => {
    const pin = { line: 'stream', fields: ['realm'], hash: 'h'.repeat(43), since: 1 } as const;
    for (const device of [devices[0], devices[3]]) {
      const entry = device && (await store.operator.map.ofDevice(device));
      if (!entry) throw new TypeError('no such device');
      await store.operator.pins.pin({ ...pin, camera: entry.camera, description: 'Lattice' }, 1);
    }
    const line = `${devices[0]} and ${devices[3]}, of several owners, say the same of themselves: are they the same camera?`;
    const list = async (...args: string[]) => (await listed('camera', 'list', ...args)).lines;
    expect(await list()).toContain(line);
    expect(await list('--limit', '1')).toContain(line);
    expect(await list('--after', devices[2] ?? '')).toContain(line);
    expect(await list('--account', 'birch@example.org')).not.toContain(line);
    expect((await casement.run(['camera', 'alike'])).stdout).toBe(`${line}\n`);
    expect(await casement.json(['camera', 'alike'])).toEqual({
      sameCamera: [],
      alike: [{ feature: 'likeness', devices: [devices[0], devices[3]], more: false }],
    });
  });

  test('where none look alike it is said', async () => {
    const { stdout } = await casement.run(['camera', 'alike']);
    expect(stdout).toBe('No cameras of several owners look alike.\n');
  });
});

test.each([
  ['account', 'list', '--limit', '0'],
  ['camera', 'list', '--limit', '1001'],
  ['camera', 'list', '--limit', 'all'],
])('what is no number of rows is refused: %s %s %s %s', async (...args) => {
  expect(await casement.refused(args)).toMatchObject({
    exit: 2,
    message: expect.stringContaining('It is a number from 1 to 1000'),
  });
});

test.each([
  [['account', 'list', '--after', 'oak@example.org'], 'there is no account oak@example.org'],
  [['camera', 'list', '--after', 'Front'], 'Front is not a device id'],
  [['camera', 'list', '--after', `d_${'x'.repeat(22)}`], 'see casement camera list'],
])('who goes on behind what there is not is told: %j', async (args, message) => {
  expect((await casement.refused(args)).message).toContain(message);
});
