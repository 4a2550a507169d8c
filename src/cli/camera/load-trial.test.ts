/** Commands on cameras where what tries one cannot be loaded any more: its build was removed, or cannot be read. */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { makeKeyFile } from '../../identity/key-file.ts';
import { sampleAccount } from '../../storage/contract/shelf.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { allEntries } from '../../storage/contract/whole.ts';

let isThere = true;
jest.unstable_mockModule('./load-trial.ts', () => ({
  loadTrial: async () => {
    if (isThere) return import('./try-camera.ts');
    throw new Error('Cannot find module');
  },
}));
const { run } = await import('../program.ts');
const { registerCamera } = await import('./camera.ts');

let folder: string;
beforeEach(async () => {
  isThere = true;
  folder = scratchFolder('load-trial');
  makeKeyFile(dataFolder(folder).keys);
  const store = openSqlite({ file: dataFolder(folder).database });
  await store.operator.accounts.add(sampleAccount({ email: 'birch@example.org' }));
  await store.close();
});
afterEach(() => removeFolder(folder));

async function casement(...args: readonly string[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: false });
  stdin.end();
  const [stdout, stderr] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY: false })];
  const env = { DATA_DIR: folder };
  const exit = await run(['camera', ...args], { env, stdin, stdout, stderr }, [registerCamera]);
  return { exit, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

const owner = ['--account', 'birch@example.org'] as const;
const add = (name: string, url: string) =>
  casement('add', ...owner, '--name', name, '--rtsp', url, '--no-check');

async function rows() {
  const store = openSqlite({ file: dataFolder(folder).database });
  try {
    return await allEntries(store);
  } finally {
    await store.close();
  }
}

test('nothing is written then, and all is where it can', async () => {
  const [one, other] = [
    await add('Yard', 'rtsp://192.0.2.1/stream'),
    await add('Door', 'rtsp://192.0.2.2/stream'),
  ];
  const [yard, door] = [one.out.trim(), other.out.trim()];
  const before = await rows();
  expect(before).toHaveLength(2);
  const all = [
    () => add('Attic', 'rtsp://192.0.2.3/stream'),
    () => casement('source', yard, '--rtsp', 'rtsp://192.0.2.4/stream', '--no-check'),
    () => casement('swap', yard, door, '--no-check'),
  ];

  isThere = false;
  for (const command of all) {
    expect(await command()).toMatchObject({ exit: 1, out: '' });
    expect(await rows()).toEqual(before);
  }

  isThere = true;
  for (const command of all) {
    const earlier = await rows();
    expect(await command()).toMatchObject({ exit: 0 });
    expect(await rows()).not.toEqual(earlier);
  }
});
