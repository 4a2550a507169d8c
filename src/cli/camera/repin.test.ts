import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { newDeviceId } from '../../identity/ids.ts';
import { sampleAccount, sampleCamera, sampleEntry, nowhere } from '../../storage/contract/shelf.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { canaryEmail } from '../../tripwire/canary-account.ts';
import { openCasement, type Casement } from '../../workshop/testing/casement.ts';
import { allPins } from '../../storage/contract/whole.ts';

let casement: Casement;
let bridge: Store;
const birch = sampleAccount({ email: 'birch@example.org' });
const camera = sampleCamera();
const silent = sampleCamera();
const entry = sampleEntry(birch.id);
const second = sampleEntry(birch.id);

beforeEach(async () => {
  casement = await openCasement();
  bridge = openSqlite({ file: dataFolder(join(casement.folder, 'data')).database });
  await bridge.operator.accounts.add(birch);
  await bridge.operator.map.addCamera(camera, entry, nowhere);
  await bridge.operator.map.addCamera(silent, second, nowhere);
  await bridge.operator.pins.pin(
    {
      camera: camera.camera,
      line: 'stream',
      fields: ['realm'],
      hash: 'h'.repeat(43),
      description: 'Lattice, LT-1',
      since: 0,
    },
    1,
  );
});
afterEach(async () => {
  await bridge.close();
  await casement.dispose();
});

const column = async (): Promise<(string | undefined)[]> => {
  const { stdout } = await casement.run(['camera', 'list', '--wide']);
  const [head = '', ...lines] = stdout.trimEnd().split('\n');
  const at = head.indexOf('RECOGNISED');
  const rows = lines.filter((line) => line.startsWith('d_'));
  return rows.map((line) => line.slice(at).split(/ {2,}/)[0]);
};

test('the list tells which camera was met, and in whose place another one answers', async () => {
  expect(await column()).toEqual(['yes', 'not yet']);
  const stranger = { description: 'Lattice, LT-2', since: 1_000 };
  await bridge.operator.pins.note(camera.camera, 'stream', stranger, 1);
  expect(await column()).toEqual(['ANOTHER CAMERA', 'not yet']);
  const { stdout } = await casement.run(['camera', 'list']);
  expect(stdout).toContain(
    `Another camera answers for ${entry.device}, and is not shown (stream: was Lattice, LT-1, now Lattice, LT-2). ` +
      `If it was replaced: casement camera repin ${entry.device}. If it is elsewhere now: casement camera source, or ` +
      'casement camera swap where two took each other’s address.\n',
  );
  expect(await casement.json(['camera', 'list'])).toMatchObject([
    {
      device: entry.device,
      pins: [
        {
          line: 'stream',
          description: 'Lattice, LT-1',
          since: '1970-01-01T00:00:00.000Z',
          state: 'bound',
          stranger: { description: 'Lattice, LT-2', since: '1970-01-01T00:00:01.000Z' },
        },
      ],
    },
    { device: second.device, pins: [] },
  ]);
});

test('the list tells what an earlier version knew a camera by, and what names no device', async () => {
  const of = (line: 'stream' | 'onvif', over: object) =>
    bridge.operator.pins.pin(
      {
        camera: silent.camera,
        line,
        fields: ['server', 'session'],
        // Of `s=cam`, and nothing else.
        hash: 'fPXDdS1NpDQh7kMoqcl0cpvLC7vVqdZovkqXID26Wuc',
        description: 'cam',
        since: 0,
        ...over,
      },
      1,
    );
  await of('stream', {});
  expect(await column()).toEqual(['yes', 'BY NOTHING']);
  await of('onvif', { hash: 'h'.repeat(43), description: 'LT-1' });
  expect(await column()).toEqual(['yes', 'not since the upgrade']);
  expect(await casement.json(['camera', 'list'])).toMatchObject([
    { pins: [{ state: 'bound' }] },
    { pins: [{ state: 'unbound' }, { line: 'onvif', state: 'old' }] },
  ]);
});

test('canaries of the tripwire are alike on purpose: nobody is asked about them', async () => {
  const same = {
    fields: ['realm'],
    hash: 'c'.repeat(43),
    description: 'Canary',
    since: 0,
  } as const;
  const asked = async (): Promise<string[]> => {
    const { stdout } = await casement.run(['camera', 'list']);
    return stdout.split('\n').filter((line) => line.includes('are they the same camera?'));
  };
  for (const name of ['1', '2'] as const) {
    const account = sampleAccount({ email: canaryEmail(name) });
    await bridge.operator.accounts.add(account);
    const own = sampleCamera();
    await bridge.operator.map.addCamera(own, sampleEntry(account.id), nowhere);
    await bridge.operator.pins.pin({ camera: own.camera, line: 'stream', ...same }, 1);
    await bridge.operator.pins.pin({ camera: own.camera, line: 'still', ...same }, 1);
  }
  expect(await asked()).toEqual([]);
  await bridge.operator.pins.pin({ camera: silent.camera, line: 'stream', ...same }, 1);
  await bridge.operator.pins.pin({ camera: silent.camera, line: 'still', ...same }, 1);
  // Said once, whatever they have in common.
  expect(await asked()).toEqual([expect.stringContaining(second.device)]);
});

test('repin forgets what one camera was recognised by', async () => {
  await bridge.operator.pins.note(
    camera.camera,
    'stream',
    { description: 'Lattice, LT-2', since: 1 },
    1,
  );
  const { code, stdout, stderr } = await casement.run(['camera', 'repin', entry.device]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(
    `The next camera that answers for "Front door" (${entry.device}) will be the one.\n` +
      'Its origin and its pin are forgotten: log-in, TLS key and likeness may differ.\n' +
      'stream: was Lattice, LT-1, now Lattice, LT-2\n' +
      'It was not tried: it is met when somebody next looks at it, and casement camera list shows it then.\n' +
      'No bridge runs on this folder: it holds from its next start.\n',
  );
  expect(await allPins(bridge)).toEqual([]);
  expect(await casement.json(['camera', 'repin', entry.device])).toEqual({
    bridge: 'none',
    device: entry.device,
    name: 'Front door',
    forgotten: [],
  });
});

test('a camera that does not exist is named', async () => {
  const nothing = newDeviceId();
  const refused = await casement.refused(['camera', 'repin', nothing]);
  expect(refused).toMatchObject({
    exit: 1,
    message: `there is no camera ${nothing}: see casement camera list`,
  });
});
