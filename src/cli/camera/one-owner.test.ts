/** One camera under two owners, as the operator meets it at the command line. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sampleAccount } from '../../storage/contract/shelf.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { openCasement, type Casement } from '../../workshop/testing/casement.ts';

let casement: Casement;
let store: Store;
let file: string;

beforeAll(async () => {
  casement = await openCasement();
  file = dataFolder(join(casement.folder, 'data')).database;
  store = openSqlite({ file });
  for (const name of ['birch', 'harbour']) {
    await store.operator.accounts.add(sampleAccount({ email: `${name}@example.org` }));
  }
});
afterAll(async () => {
  await store.close();
  await casement.dispose();
});

const adding = (name: string, rtsp: string, ...more: readonly string[]) => {
  const owner = ['--account', `${name}@example.org`, '--name', 'Door'];
  return ['camera', 'add', '--no-check', ...owner, '--rtsp', rtsp, ...more];
};
const add = async (name: string, rtsp: string, ...more: readonly string[]) =>
  (await casement.json(adding(name, rtsp, ...more))) as { device: string; removed: string[] };

test('refused with what to do instead, or taken over in so many words', async () => {
  const { device, removed } = await add('birch', 'rtsp://u:hunter2@10.0.0.7/x');
  expect(removed).toEqual([]);
  const refused = await casement.refused(adding('harbour', 'rtsp://10.0.0.7:554/x/'));
  expect(refused).toMatchObject({
    exit: 1,
    code: 'bad-request',
    message: expect.stringMatching(`${device}.*camera share.*camera transfer.*--take-over`),
  });
  expect(JSON.stringify(refused)).not.toMatch(/10\.0|hunter2|birch/);
  const theirs = await add('harbour', 'rtsp://10.0.0.7/x', '--take-over');
  expect(theirs).toMatchObject({ removed: [device], bridge: 'none' });
  const back = await add('birch', 'rtsp://10.0.0.9/x');
  const source = ['camera', 'source', back.device, '--no-check', '--rtsp', 'rtsp://10.0.0.7/x'];
  expect(await casement.refused(source)).toMatchObject({ code: 'bad-request' });
  const { stdout } = await casement.run([...source, '--take-over']);
  expect(stdout).toContain(`Removed ${theirs.device}, which was the same camera`);
});

test('a command that is given anew makes no second row unless that is said', async () => {
  const { device } = await add('birch', 'rtsp://u:wrong@10.0.0.41/x');
  const refused = await casement.refused(adding('birch', 'rtsp://u:hunter2@10.0.0.41:554/x'));
  expect(refused).toEqual({
    exit: 1,
    code: 'bad-request',
    message:
      `the same camera URL is already there as ${device} ("Door"), and nothing was added: to change its ` +
      `password or try it anew, say casement camera source ${device} --rtsp -; for a second row of it, say --again`,
  });
  const second = await add('birch', 'rtsp://u:hunter2@10.0.0.41/x', '--again');
  expect(second.device).not.toBe(device);
});

test('two cameras swap their addresses', async () => {
  const one = await add('birch', 'rtsp://10.0.0.11/a', '--onvif', 'http://10.0.0.11/o');
  const two = await add('harbour', 'rtsp://10.0.0.12/b');
  const swap = ['camera', 'swap', one.device, two.device];
  const { code, stdout, stderr } = await casement.run([...swap, '--no-check']);
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stderr: '',
    stdout:
      `Exchanged between "Door" (${one.device}) and "Door" (${two.device}): ` +
      'the host of the RTSP URL, the host of the ONVIF URL.\n' +
      'No bridge runs on this folder: it holds from its next start.\n',
  });
  expect(await casement.refused(adding('birch', 'rtsp://10.0.0.11/b'))).toMatchObject({
    message: expect.stringContaining(two.device),
  });
  expect(await casement.json([...swap, '--no-check'])).toMatchObject({
    exchanged: [
      { line: 'rtsp', what: 'host' },
      { line: 'onvif', what: 'host' },
    ],
  });
  const same = await casement.refused(['camera', 'swap', one.device, one.device]);
  expect(same.message).toBe('both are the same camera');
});

test('a pair from before is listed until it is decided', async () => {
  const one = await add('birch', 'rtsp://10.0.0.21/x');
  const two = await add('harbour', 'rtsp://10.0.0.22/x');
  const db = new Database(file);
  db.exec('UPDATE cameras SET grandfathered = 1');
  db.prepare(
    `UPDATE places SET hash = (SELECT p.hash FROM places p JOIN entries e USING (camera)
    WHERE e.device = ?) WHERE camera = (SELECT camera FROM entries WHERE device = ?)`,
  ).run(one.device, two.device);
  db.close();
  const { stdout } = await casement.run(['camera', 'list']);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(
    `${one.device} and ${two.device} are the same camera under two owners: share, transfer or remove one.`,
  );
  expect(await casement.json(['camera', 'list'])).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ device: one.device, sameCameraAs: [two.device] }),
      expect.objectContaining({ device: two.device, sameCameraAs: [one.device] }),
    ]),
  );
});

test('a URL over TLS that no key is known of is listed', async () => {
  const own = `SHA256:${'A'.repeat(43)}`;
  const one = await add('birch', 'rtsps://10.0.0.31/x', '--still', 'https://10.0.0.31/s');
  const said = await add('birch', 'rtsps://10.0.0.32/x', '--key', own);
  const { stdout } = await casement.run(['camera', 'list']);
  expect(stdout).toContain(
    `${one.device} has no TLS key yet (stream, still): if it signs its own certificate, nothing of it is shown ` +
      'until casement camera confirm. casement camera source prints its key.\n',
  );
  expect(stdout).not.toContain(`${said.device} has no`);
  expect(await casement.json(['camera', 'list'])).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        device: one.device,
        origins: [
          expect.objectContaining({ line: 'stream', unconfirmed: true }),
          expect.objectContaining({ line: 'still', unconfirmed: true }),
        ],
      }),
    ]),
  );
});
