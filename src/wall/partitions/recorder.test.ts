import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openNotebook, type Notebook } from '../../workshop/testing/notebook.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import type { CameraId } from '../../identity/ids.ts';
import { noNames } from './claims.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister } from '../operator/register.ts';
import { createOrigins } from '../../pictures/cameras/origin/origins.ts';
import { hashHost, hashPlace } from './place.ts';
import { openSource } from './sealed-source.ts';
import { placeKey } from '../../identity/place-key.ts';
import { noRecord } from './recorder.ts';
import type { LiveSession } from './session.ts';
import { createKnownCameras } from './known-cameras.ts';

let house: TestHouse;
let birch: TestAccount;
let notebook: Notebook;

beforeEach(async () => {
  notebook = openNotebook();
  house = await openTestHouse({ recorder: notebook.recorder });
  birch = await house.addAccount('Birch');
});
afterEach(() => house.close());

/** A session that may deliver, as a stream holds it outside of the partition. */
async function start(): Promise<LiveSession> {
  return house.partitions.within(birch.proof, async (partition) => {
    const {
      id: session,
      device,
      protocol,
    } = partition.startSession(await partition.device(birch.device), 'hls');
    const live: unknown = await partition.session({ session, device, protocol });
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
      answered: [],
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
  await house.store.operator.pins.pin({ ...pin, hash, description }, 1);
  const session = await start();
  session.delivered(1, 1);
  const [note] = notebook.notes;
  expect(note?.facts.answered).toMatchObject({ stream: { pin: hash, description } });
});

test('so does the device that its ONVIF service tells of, where that is asked', async () => {
  const { camera, device } = birch;
  const register = createRegister(house.store, house.ring, noNames, streamForm);
  const rtsp = { stream: 'rtsp://127.0.0.1/x', transport: 'auto', alwaysWarm: false } as const;
  const pin = { camera, line: 'onvif', fields: ['serial'], since: 1 } as const;
  const [hash, description] = ['s'.repeat(43), 'Lattice, LT-7'];
  await house.store.operator.pins.pin({ ...pin, hash, description }, 1);
  expect((await start()).answered).not.toHaveProperty('onvif');
  await register.setSource(device, { ...rtsp, onvif: 'http://127.0.0.1/onvif' });
  expect((await start()).answered).toMatchObject({ onvif: { pin: hash, description } });
});

/** Binds a line of Birch's camera to what answers at `address`, as a connection to it does. */
async function bind(
  line: 'stream' | 'still',
  address: string,
  port = 554,
  onBound = (camera: CameraId): void => house.partitions.answersAnew(camera),
): Promise<void> {
  const guardOrigin = createOrigins({
    cameras: createKnownCameras(house.store, house.ring, Date.now),
    claim: async () => undefined,
    onRefused: () => undefined,
    onBound,
  });
  const entry = await house.store.of(birch.account).entry(birch.device);
  if (entry === undefined) throw new Error('no such device');
  const { camera, epoch, opening, sealedSource } = entry;
  const source = { ...openSource(house.ring, camera, sealedSource), trustName: true };
  const named = {
    ...source,
    stream: 'rtsp://cam.example/front-door',
    still: 'http://cam.example/',
  };
  const guard = await guardOrigin({ ...named, opening, stamp: { camera, epoch } }, line);
  guard.connected({ address, port }, undefined);
  guard.recognised();
  await guard.bind();
}

test('the place that answered is named as the store of places has it, not as its URL is written', async () => {
  const key = placeKey(house.ring);
  const at = (address: string, port: number) => ({
    place: hashPlace(key, address, { port, path: '/front-door' }),
    host: hashHost(key, address),
  });
  await bind('stream', '::ffff:192.0.2.1');
  const before = await start();
  before.delivered(1, 1);
  expect(before.answered).toEqual({ stream: at('192.0.2.1', 554) });
  const moved = at('192.0.2.2', 8554);
  await bind('stream', '192.0.2.2', 8554);
  const after = await start();
  expect(after.answered).toEqual({ stream: moved });
  expect(moved.place).not.toBe(at('192.0.2.1', 554).place);
});

test('what is bound while a session runs stands in the record before anything else leaves', async () => {
  const session = await start();
  session.delivered(1, 1);
  const [note] = notebook.notes;
  await bind('stream', '192.0.2.1', 554, () => session.heardOfAnswer());
  const { id, device, protocol } = session;
  await house.partitions.within(birch.proof, async (partition) => {
    await partition.session({ session: id, device, protocol });
  });
  expect(note?.answered).toEqual([
    { stream: expect.objectContaining({ host: expect.any(String) }) },
  ]);
  // Known by now: what stays the same is not told again.
  house.partitions.answersAnew(birch.camera);
  await house.partitions.recheck();
  expect(note?.answered).toHaveLength(1);
  await bind('stream', '192.0.2.2');
  await house.partitions.recheck();
  expect(note?.answered).toHaveLength(2);
});

test('what answers for another camera is none of its news', async () => {
  const session = await start();
  house.partitions.answersAnew((await house.addAccount('Harbour')).camera);
  expect(session.news).toBe(0);
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
  const other = await house.addAccount('Harbour');
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
  delivery.answered({});
  delivery.end('idle');
  expect([Object.isFrozen(noRecord), Object.isFrozen(delivery)]).toEqual([true, true]);
});
