import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { AccountId, DeviceId } from '../../identity/ids.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { openSource } from '../../wall/partitions/sealed-source.ts';
import { sampleAccount, sampleEntry } from '../../storage/contract/shelf.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { openCasement, type Casement } from '../../workshop/testing/casement.ts';
import { allEntries } from '../../storage/contract/whole.ts';

let casement: Casement;
let bridge: Store;
let birch: AccountId;
let harbour: AccountId;

beforeEach(async () => {
  casement = await openCasement();
  bridge = openSqlite({ file: dataFolder(join(casement.folder, 'data')).database });
  const accounts = [
    sampleAccount({ email: 'birch@example.org' }),
    sampleAccount({ email: 'harbour@example.org' }),
  ] as const;
  for (const account of accounts) await bridge.operator.accounts.add(account);
  [birch, harbour] = [accounts[0].id, accounts[1].id];
});
afterEach(async () => {
  await bridge.close();
  await casement.dispose();
});

const secretUrl = 'rtsp://user:hunter2@10.0.0.7/stream';

async function add(extra: readonly string[] = [], input = `${secretUrl}\n`): Promise<DeviceId> {
  const named = ['--account', 'birch@example.org', '--name', 'Front door'];
  const args = ['camera', 'add', '--no-check', ...named];
  const { code, stdout, stderr } = await casement.run(
    [...args, ...(extra.includes('--rtsp') ? [] : ['--rtsp', '-']), ...extra],
    input,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return DeviceId(stdout.trim());
}

async function sourceOf(account: AccountId, device: DeviceId) {
  const entry = await bridge.of(account).entry(device);
  const ring = openKeyRing(dataFolder(join(casement.folder, 'data')).keys);
  return entry && openSource(ring, entry.camera, entry.sealedSource);
}

test('a camera is added with all that can be said of it', async () => {
  const told = [
    '--manufacturer',
    'Pane',
    '--model',
    'P-1',
    '--hw-version',
    '1',
    '--sw-version',
    '2',
  ];
  const named = ['--room', 'Porch', '--nickname', 'gate', '--nickname', 'door', '--doorbell'];
  const read = ['--rtsp', '-', '--still', '-', '--onvif', '-'];
  const reached = [...read, '--transport', 'tcp', '--always-warm'];
  const still = 'http://user:hunter2@10.0.0.7/snap.jpg';
  const onvif = 'http://user:hunter2@10.0.0.7/onvif/device_service';
  const device = await add([...told, ...named, ...reached], `${secretUrl}\n${still}\n${onvif}\n`);
  expect(await bridge.of(birch).entry(device)).toMatchObject({
    role: 'owner',
    kind: 'doorbell',
    name: 'Front door',
    room: 'Porch',
    nicknames: ['gate', 'door'],
    manufacturer: 'Pane',
    model: 'P-1',
    hwVersion: '1',
    swVersion: '2',
  });
  expect(await sourceOf(birch, device)).toEqual({
    stream: secretUrl,
    still,
    onvif,
    transport: 'tcp',
    alwaysWarm: true,
  });
});

test('sharing, listing, renaming and unsharing', async () => {
  const device = await add(['--room', 'Porch']);
  const { device: shared } = (await casement.json([
    'camera',
    'share',
    device,
    'harbour@example.org',
  ])) as { device: string };
  expect(shared).not.toBe(device);

  const { stdout } = await casement.run(['camera', 'list', '--wide']);
  const lineOf = ['DEVICE', 'NAME', 'ROOM', 'KIND', 'ACCOUNT', 'ROLE', 'EPOCH'];
  const notMet = ['bridge not running: unknown', 'not yet', 'not yet', 'not yet'];
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    [...lineOf, 'STATE', 'RECOGNISED', 'BOUND', 'TRANSPORT', 'SHARED FROM'],
    [device, 'Front door', 'Porch', 'camera', 'birch@example.org', 'owner', '1', ...notMet],
    [shared, 'Front door', 'camera', 'harbour@example.org', 'viewer', '1', ...notMet, device],
  ]);
  const narrow = await casement.run(['camera', 'list']);
  expect(
    narrow.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ['DEVICE', 'NAME', 'ROOM', 'ACCOUNT', 'STATE'],
    [device, 'Front door', 'Porch', 'birch@example.org', 'bridge not running: unknown'],
    [shared, 'Front door', 'harbour@example.org', 'bridge not running: unknown'],
  ]);
  const listed = await casement.json(['camera', 'list', '--account', harbour]);
  expect(listed).toMatchObject([
    { device: shared, ownerDevice: device, role: 'viewer', state: null },
  ]);
  expect(stdout + JSON.stringify(listed)).not.toMatch(/rtsp|hunter2|10\.0\.0\.7|sealed/);

  await casement.json(['camera', 'rename', shared, 'Gate', '--room', 'Yard', '--nickname', 'n']);
  expect(await bridge.of(harbour).entries()).toMatchObject([
    { name: 'Gate', room: 'Yard', nicknames: ['n'] },
  ]);
  await casement.json(['camera', 'rename', device, 'Door', '--no-room']);
  const [renamed] = await bridge.of(birch).entries();
  expect(renamed).toMatchObject({ name: 'Door' });
  expect(renamed).not.toHaveProperty('room');

  await casement.json(['camera', 'unshare', device, harbour]);
  expect(await bridge.of(harbour).entries()).toEqual([]);
});

test('a transfer names both owners and the epoch; removing takes the camera from all', async () => {
  const device = await add();
  const asked = await casement.refused(['camera', 'transfer', device, harbour]);
  expect(asked).toEqual({
    exit: 2,
    code: 'usage',
    message:
      `this would take "Front door" (${device}) from all who see it and give it to ` +
      'harbour@example.org: say --yes if that is meant',
  });
  expect(await bridge.of(birch).entries()).toHaveLength(1);
  const { stdout } = await casement.run(['camera', 'transfer', device, harbour, '--yes']);
  const [entry] = await bridge.of(harbour).entries();
  expect(stdout.trimEnd().split('\n')).toEqual([
    `Handed "Front door" over from birch@example.org to harbour@example.org, who has it as ${entry?.device} (epoch 2).`,
    'Every other device id of it is over, and so are its sharings: whoever is to see it besides is given it anew.',
    'No bridge runs on this folder: it holds from its next start.',
  ]);
  const back = ['camera', 'transfer', entry?.device ?? '', birch, '--name', 'Gate', '--yes'];
  expect(await casement.json(back)).toMatchObject({
    from: { account: harbour, email: 'harbour@example.org' },
    to: { account: birch, email: 'birch@example.org' },
    epoch: 3,
  });
  const [last] = await bridge.of(birch).entries();
  expect(last?.name).toBe('Gate');

  expect(await casement.refused(['camera', 'remove', last?.device ?? ''])).toMatchObject({
    exit: 2,
    message: `this would remove "Gate" (${last?.device}) for everyone who sees it: say --yes if that is meant`,
  });
  await casement.json(['camera', 'remove', last?.device ?? '', '--yes']);
  expect(await allEntries(bridge)).toEqual([]);
});

test('a camera is reached elsewhere from now on', async () => {
  const device = await add(['--always-warm']);
  await casement.json(
    ['camera', 'source', device, '--no-check', '--rtsp', '-'],
    'rtsps://10.0.0.8/x\n',
  );
  expect(await sourceOf(birch, device)).toEqual({
    stream: 'rtsps://10.0.0.8/x',
    transport: 'auto',
    alwaysWarm: false,
  });
});

test('how many connections a camera takes is said, listed, kept and taken back', async () => {
  const device = await add(['--connections', '1']);
  const source = ['camera', 'source', device, '--no-check', '--rtsp', '-'];
  const listed = async () => [
    await casement.json(['camera', 'list']),
    (await casement.run(['camera', 'list', '--wide'])).stdout,
  ];
  await casement.json(source, 'rtsp://10.0.0.8/x\n');
  expect(await listed()).toEqual([
    [expect.objectContaining({ connections: 'one' })],
    expect.stringContaining('not yet, 1 connection'),
  ]);
  await casement.json([...source, '--connections', 'many'], 'rtsp://10.0.0.8/x\n');
  expect(await listed()).toEqual([
    [expect.objectContaining({ connections: 'many' })],
    expect.not.stringContaining('connection'),
  ]);
  const [entry] = await bridge.of(birch).entries();
  expect(entry).toMatchObject({ connections: 'many' });
});

test('errors name what is wrong and no credentials', async () => {
  const wrong = 'http://user:hunter2@camera/';
  const args = ['camera', 'add', '--account', birch, '--name', 'x', '--rtsp', wrong];
  expect(await casement.refused(args)).toEqual({
    exit: 1,
    code: 'bad-request',
    message: 'the RTSP URL must begin with rtsp:// or rtsps://',
  });
  const gone = 'd_AAAAAAAAAAAAAAAAAAAAAA';
  expect(await casement.refused(['camera', 'remove', gone, '--yes'])).toEqual({
    exit: 1,
    code: 'not-found',
    message: `there is no camera ${gone}: see casement camera list`,
  });
  expect((await casement.refused(['camera', 'remove', 'Front', '--yes'])).message).toBe(
    'Front is not a device id (d_ and 22 characters): see casement camera list',
  );
  expect((await casement.refused(['camera', 'list', '--account', 'x@y'])).message).toMatch(
    /^there is no account x@y: /,
  );
  const odd = ['camera', 'source', gone, '--rtsp', '-', '--transport', 'multicast'];
  expect(await casement.refused(odd)).toMatchObject({ exit: 2, code: 'usage' });
});

test('a canary of the tripwire is given no cameras: they would trip it', async () => {
  const canary = 'canary-1@tripwire.invalid';
  await bridge.operator.accounts.add(sampleAccount({ email: canary }));
  const device = await add();
  const refused = { exit: 1, code: 'bad-request', message: expect.stringContaining('canary') };
  const giving = [
    ['add', '--account', canary, '--name', 'x', '--rtsp', secretUrl],
    ['share', device, canary],
    ['transfer', device, canary, '--yes'],
  ];
  for (const args of giving) {
    expect(await casement.refused(['camera', ...args])).toEqual(refused);
  }
});

test('the list says what is suspended and the command that ends it, and leaves the tripwire’s cameras out', async () => {
  const device = await add();
  const canary = sampleAccount({ email: 'canary-1@tripwire.invalid' });
  await bridge.operator.accounts.add(canary);
  const list = async (...more: string[]) =>
    (await casement.run(['camera', 'list', ...more])).stdout.trimEnd().split('\n');
  const stateOf = async () => (await list())[1]?.split(/ {2,}/).at(-1);
  expect(await list()).toHaveLength(2);
  const commands = [['--device', device], ['--account', birch], ['--all']];
  for (const selector of commands) {
    await casement.json(['suspend', ...selector]);
    expect(await stateOf()).toBe('suspended');
    const [, , line = ''] = await list();
    expect(line).toMatch(/^Suspended: /);
    const resume = `casement resume ${selector.join(' ')}`;
    expect(line.endsWith(`To show it again: ${resume}`)).toBe(true);
    await casement.json(['resume', ...selector]);
    expect(await list()).toHaveLength(2);
  }
  // Of somebody else's it says nothing.
  await casement.json(['suspend', '--account', harbour]);
  expect(await list()).toHaveLength(2);
  expect(await casement.refused(['resume', '--all'])).toMatchObject({
    message: 'this is not suspended. Still suspended: account harbour@example.org.',
  });

  const accounts = async (...more: string[]) =>
    (await casement.run(['account', 'list', ...more])).stdout;
  expect(await accounts()).not.toContain('tripwire');
  expect(await accounts('--all')).toMatch(/canary-1@tripwire\.invalid .*\(tripwire\)/);
  const entry = await bridge.of(birch).entry(device);
  if (entry === undefined) throw new TypeError('no such camera');
  const theirs = sampleEntry(canary.id, { role: 'viewer', name: 'Bird' });
  await bridge.operator.map.addEntry(entry.camera, theirs);
  expect((await list()).join()).not.toContain('Bird');
  expect((await list('--all')).join()).toContain('Bird (tripwire)');
  expect(await casement.json(['camera', 'list'])).toHaveLength(2);
});

test('a second camera of one name in one account is warned of', async () => {
  const first = await add();
  const again = ['camera', 'add', '--no-check', '--account', birch, '--name', 'front DOOR'];
  const { code, stdout, stderr } = await casement.run(
    [...again, '--rtsp', '-'],
    'rtsp://10.0.0.9/x\n',
  );
  expect(code).toBe(0);
  expect(stderr).toContain(`another camera called "Front door" (${first})`);
  expect(stderr).toContain(`casement camera rename ${stdout.trim()}`);
});

test('what is missing is told with the command that mends it', async () => {
  expect((await casement.run(['camera', 'list'])).stdout).toContain('casement camera add');
  expect(await casement.refused(['start'])).toMatchObject({
    exit: 2,
    message: expect.stringContaining('npm start'),
  });
});
