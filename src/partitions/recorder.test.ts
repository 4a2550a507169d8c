import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openNotebook, type Notebook } from '../testing/notebook.ts';
import { openTestHouse, type TestHouse, type TestHousehold } from '../testing/test-house.ts';
import { noRecord } from './recorder.ts';
import type { LiveSession } from './session.ts';

let house: TestHouse;
let birch: TestHousehold;
let notebook: Notebook;

beforeEach(async () => {
  notebook = openNotebook();
  house = await openTestHouse({ recorder: notebook.recorder });
  birch = await house.household('Birch');
});
afterEach(() => house.close());

/** A session that may deliver, as a stream holds it outside of the household. */
async function start(): Promise<LiveSession> {
  return house.partitions.within(birch.proof, async (home) => {
    const {
      id: session,
      device,
      protocol,
    } = home.startSession(await home.device(birch.device), 'hls');
    const live: unknown = await home.session({ session, device, protocol });
    return live as LiveSession;
  });
}

test('a session is recorded from its first byte to its end, with all that was delivered', async () => {
  const session = await start();
  expect(notebook.notes).toEqual([]);
  session.delivered(100, 3);
  session.delivered(20, 0);
  session.end('idle');
  const { account, grant, device, camera } = birch;
  expect(notebook.notes).toEqual([
    {
      facts: expect.objectContaining({
        id: session.id,
        account,
        grant,
        device,
        model: undefined,
        protocol: 'hls',
        stamp: { camera, epoch: 1 },
      }),
      bytes: 120,
      units: 3,
      reason: 'idle',
    },
  ]);
});

test('what answered stands beside what was meant, as it was when the first byte left', async () => {
  const { camera } = birch;
  const pin = { camera, line: 'stream', fields: ['name'], since: 1 } as const;
  const [hash, description] = ['h'.repeat(43), 'a camera that says so'];
  await house.store.pins.pin({ ...pin, hash, description });
  const session = await start();
  session.delivered(1, 1);
  const [note] = notebook.notes;
  expect(note?.facts.answered).toMatchObject({ stream: { pin: hash, description } });
});

test('a session nothing was delivered in leaves no record', async () => {
  (await start()).end('not-opened');
  expect(notebook.notes).toEqual([]);
});

test('what is told after the end is recorded and ended at once', async () => {
  const session = await start();
  session.end('idle');
  session.delivered(1, 1);
  expect(notebook.notes).toMatchObject([{ bytes: 1, reason: 'idle' }]);
});

test('every reason reaches the record, that of a foreign stamp too', async () => {
  const session = await start();
  session.delivered(1, 1);
  const other = await house.household('Harbour');
  expect(() =>
    session.admit({ stamp: { camera: other.camera, epoch: 1 }, heardAt: Infinity }),
  ).toThrow();
  expect(notebook.notes).toMatchObject([{ bytes: 1, reason: 'foreign-stamp' }]);
  expect(notebook.refused).toEqual(house.alarms);
  expect(notebook.refused).toMatchObject([
    { session: session.id, account: birch.account, found: { camera: other.camera } },
  ]);
});

test('no session starts while the record cannot be written', async () => {
  notebook.full = true;
  await expect(start()).rejects.toMatchObject({ code: 'storage-down' });
  notebook.full = false;
  await start();
});

test('nothing of a session leaves before its beginning could be recorded; what runs goes on', async () => {
  const begun = await start();
  const fresh = await start();
  begun.delivered(1, 1);
  notebook.full = true;
  expect(() => fresh.admit({ stamp: fresh.stamp, heardAt: Infinity })).toThrow(
    'the record cannot be written',
  );
  expect(() => begun.admit({ stamp: begun.stamp, heardAt: Infinity })).not.toThrow();
});

test('a record that is switched off takes everything and keeps nothing', async () => {
  const session = await start();
  expect(noRecord.ready()).toBeUndefined();
  const delivery = noRecord.begin(session);
  delivery.add(1, 1);
  delivery.end('idle');
  expect([Object.isFrozen(noRecord), Object.isFrozen(delivery)]).toEqual([true, true]);
});
