import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepStop, keptStop } from '../../bridge/control/stop-file.ts';
import { newAccountId, newDeviceId } from '../../identity/ids.ts';
import { sampleAccount, sampleCamera, sampleEntry, nowhere } from '../../storage/contract/shelf.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { openCasement, type Casement } from '../../workshop/testing/casement.ts';

let casement: Casement;
let bridge: Store;
const birch = sampleAccount({ email: 'birch@example.org' });
const camera = sampleCamera({ model: 'View' });
const entry = sampleEntry(birch.id, { name: 'Front door' });

beforeAll(async () => {
  casement = await openCasement();
  bridge = openSqlite({ file: dataFolder(join(casement.folder, 'data')).database });
  await bridge.operator.accounts.add(birch);
  await bridge.operator.map.addCamera(camera, entry, nowhere);
});
afterAll(async () => {
  await bridge.close();
  await casement.dispose();
});

const noBridge = 'No bridge runs on this folder: it holds from its next start.\n';

const scopes = async () => (await bridge.operator.suspensions.list()).map(({ scope }) => scope);

test('suspending, listing and resuming, by each selector', async () => {
  const device = `device ${entry.device} ("Front door")`;
  const said = await casement.run(['suspend', '--device', entry.device, '--reason', 'Odd']);
  expect(said).toEqual({
    code: 0,
    stderr: '',
    stdout: `Suspended ${device} until resumed.\n${noBridge}`,
  });
  const until = '2100-01-01T00:00:00.000Z';
  expect(
    await casement.json([
      'suspend',
      '--account',
      'birch@example.org',
      '--until',
      until.slice(0, 16) + 'Z',
    ]),
  ).toEqual({
    of: 'account',
    account: birch.id,
    since: expect.any(String),
    until,
    reason: null,
    bridge: 'none',
  });
  await casement.json(['suspend', '--model', 'View']);
  await casement.json(['suspend', '--all']);
  expect(await scopes()).toEqual([
    { of: 'camera', camera: camera.camera },
    { of: 'account', account: birch.id },
    { of: 'model', model: 'View' },
    { of: 'all' },
  ]);

  const { stdout } = await casement.run(['suspensions']);
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  expect(rows.map(([what, , end, reason]) => [what, end, reason])).toEqual([
    ['SUSPENDED', 'UNTIL', 'REASON'],
    [device, 'resumed', 'Odd'],
    ['account birch@example.org', until, undefined],
    ['model "View"', 'resumed', undefined],
    ['everything', 'resumed', undefined],
  ]);
  expect(await casement.json(['suspensions'])).toMatchObject([
    { of: 'device', device: entry.device, reason: 'Odd' },
    { of: 'account', account: birch.id, until },
    { of: 'model', model: 'View' },
    { of: 'all' },
  ]);

  const resumed = await casement.run(['resume', '--all']);
  const rest = `${device}, account birch@example.org, model "View"`;
  expect(resumed.stdout).toBe(`Resumed everything. Still suspended: ${rest}.\n${noBridge}`);
  await casement.json(['resume', '--account', birch.id]);
  expect(await casement.json(['resume', '--model', 'View'])).toMatchObject({
    resumed: { of: 'model', model: 'View' },
    suspended: [{ of: 'device', device: entry.device }],
  });
  const last = await casement.run(['resume', '--device', entry.device]);
  expect(last.stdout).toBe(`Resumed ${device}. Nothing is suspended.\n${noBridge}`);
  expect((await casement.run(['suspensions'])).stdout).toBe('Nothing is suspended.\n');
});

test('a model that no camera has is suspended by force only', async () => {
  const refused = await casement.refused(['suspend', '--model', 'view']);
  expect(refused).toEqual({
    exit: 1,
    code: 'not-found',
    message: 'no camera is of the model "view": there are "View"',
  });
  await casement.json(['suspend', '--model', 'view', '--force']);
  expect(await scopes()).toEqual([{ of: 'model', model: 'view' }]);
  await casement.json(['resume', '--model', 'view']);
});

test.each([
  ['nothing', [], 2, 'name exactly one of'],
  ['two things', ['--all', '--model', 'View'], 2, 'name exactly one of'],
  ['nobody', ['--account', 'nobody@example.org'], 1, 'there is no account nobody@example.org'],
  ['an unknown id', ['--account', newAccountId()], 1, 'there is no account a_'],
  ['no device', ['--device', newDeviceId()], 1, 'there is no camera d_'],
  ['a mistyped device', ['--device', 'x'], 1, 'x is not a device id'],
  [
    'a folder without data',
    ['--all', '--data-dir', 'typo'],
    1,
    'in typo: name it with --data-dir.',
  ],
  ['no time', ['--all', '--until', 'soon'], 2, '"soon" is neither'],
  ['a past time', ['--all', '--until', '2020-01-01T00:00Z'], 2, 'has passed already'],
  ['no reason', ['--all', '--reason', ''], 1, 'the reason is empty'],
])('%s is refused, and nothing is suspended', async (_name, args, exit, message) => {
  const refused = await casement.refused(['suspend', ...args]);
  expect(refused).toMatchObject({ exit, message: expect.stringContaining(message) });
  expect(await scopes()).toEqual([]);
});

/** A command whose clock is 100 days ahead. */
const day = 86_400_000;
const preload = `const now=Date.now;Date.now=()=>now()+${100 * day}`;
const ahead = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload)}` };

/** What a bridge leaves in the folder that has run for long, with a clock that was right. */
function ranForLong(): void {
  const time = { version: 1, at: Date.now(), reached: Date.now(), ran: day };
  writeFileSync(join(casement.folder, 'data', 'time.json'), JSON.stringify(time));
}

test('what is over by a clock that jumped is listed: the bridge may hold on to it', async () => {
  ranForLong();
  await casement.json(['suspend', '--all', '--until', '2h']);
  const { stdout } = await casement.process(['suspensions'], '', ahead);
  expect(stdout).toMatch(
    /^SUSPENDED.*\neverything .*\nWhat is over by this clock may still be held/,
  );
  expect((await casement.run(['suspensions'])).stdout).not.toContain('by this clock');
  await casement.json(['resume', '--all']);
  expect((await casement.run(['suspensions'])).stdout).toBe('Nothing is suspended.\n');
});

test('so is the stop of the file where it is all there is, and it is resumed', async () => {
  ranForLong();
  const folder = join(casement.folder, 'data');
  keepStop(folder, { since: Date.now(), terms: { until: Date.now() + 7_200_000, reason: 'Odd' } });
  for (const clock of [{}, ahead]) {
    expect((await casement.run(['suspensions'], '', clock)).stdout).toMatch(
      /\neverything .* Odd\n/,
    );
  }
  expect(await casement.process(['resume', '--all'], '', ahead)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Resumed everything. Nothing is suspended.'),
  });
  expect(keptStop(folder)).toBeUndefined();
});

test('a stop of the file that outlasts that of the database is listed in its place', async () => {
  const folder = join(casement.folder, 'data');
  await casement.json(['suspend', '--all', '--until', '1h']);
  keepStop(folder, { since: Date.now(), terms: { reason: 'Odd' } });
  const { stdout } = await casement.run(['suspensions']);
  expect(stdout.match(/^everything/gm)).toHaveLength(1);
  expect(stdout).toMatch(/\neverything .* resumed +Odd\n/);
  await casement.json(['resume', '--all']);
});

test('the stop is kept in the file, too: another database may be put in the place of this one', async () => {
  const folder = join(casement.folder, 'data');
  await casement.json(['suspend', '--all', '--reason', 'Odd']);
  expect(keptStop(folder)).toMatchObject({ terms: { reason: 'Odd' } });
  await casement.json(['resume', '--all']);
  expect(keptStop(folder)).toBeUndefined();
});

test('what is not suspended cannot be resumed', async () => {
  expect(await casement.refused(['resume', '--all'])).toMatchObject({
    exit: 1,
    code: 'not-found',
    message: 'this is not suspended. Nothing is suspended.',
  });
});
