import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../../workshop/testing/test-house.ts';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import { likenessOf } from './likeness.ts';
import { type OriginReason, OriginRefusal, type GuardOrigin } from './origin.ts';
import type { Approached } from '../../../wall/partitions/claims.ts';
import { createOrigins } from './origins.ts';
import { openOrigin } from '../../../wall/partitions/bound-origins.ts';
import { createRecogniser, type OtherCamera, type Recogniser, type Unanswered } from './pins.ts';
import { createKnownCameras } from '../../../wall/partitions/known-cameras.ts';
import { allOrigins } from '../../../storage/contract/whole.ts';

let house: TestHouse;
let birch: TestAccount;
let guardOrigin: GuardOrigin;
let recogniser: Recogniser;
let alarms: OtherCamera[];
let warnings: Unanswered[];
let claims: Approached[];
let refused: Promise<void>[];

const place = { address: '127.0.0.1', port: 554 };
const digest = { scheme: 'md5', realm: 'IPC/1.0' } as const;
const basic = { scheme: 'basic', realm: 'IPC/1.0' } as const;

beforeEach(async () => {
  [alarms, warnings, claims, refused] = [[], [], [], []];
  house = await openTestHouse();
  birch = await house.addAccount('Birch');
  recogniser = createRecogniser({
    claimSerial: async () => true,
    cameras: createKnownCameras(house.store, house.ring, () => house.time.wall),
    alarm: (event) => alarms.push(event),
    warn: (event) => warnings.push(event),
    now: () => house.time.wall,
  });
  guardOrigin = createOrigins({
    cameras: createKnownCameras(house.store, house.ring, () => house.time.wall),
    claim: async (_camera, _line, claimed) => void claims.push(claimed),
    onRefused: (...what) => void refused.push(recogniser.refused(...what)),
    onAccepted: recogniser.accepted,
  });
});
afterEach(() => house.close());

const addressOf = (account: TestAccount): Promise<CameraAddress> =>
  house.partitions.within(account.proof, async (partition) =>
    partition.address(await partition.device(account.device)),
  );

async function bindStream(): Promise<CameraAddress> {
  const address = await addressOf(birch);
  const guard = await guardOrigin(address, 'stream');
  guard.connected(place, undefined);
  guard.choose([digest]);
  guard.recognised();
  await guard.bind('tcp');
  return address;
}

test('what is bound holds on the next connection, over that line alone', async () => {
  const address = { ...(await bindStream()), still: 'http://127.0.0.1/still.jpg' };
  const next = await guardOrigin(address, 'stream');
  next.connected(place, undefined);
  expect(next.transport).toBe('tcp');
  expect(() => next.choose([basic])).toThrow(new OriginRefusal('downgrade'));
  const still = await guardOrigin(address, 'still');
  still.connected(place, undefined);
  expect(still.choose([basic])).toBe(basic);
});

test.each([
  ['rtsp://127.0.0.1/x', true],
  ['rtsp://[::1]/x', true],
  ['rtsp://door.lan/x', false],
])('%s is held to the bound address before anything is asked: %s', async (rtsp, isHeld) => {
  const address = { ...(await bindStream()), stream: rtsp };
  const guard = await guardOrigin(address, 'stream');
  const connecting = () => guard.connected({ ...place, address: '127.0.0.2' }, undefined);
  if (isHeld) expect(connecting).toThrow(new OriginRefusal('other-address'));
  else connecting();
});

test('it lies in the store sealed for its camera', async () => {
  await bindStream();
  const [sealed, ...others] = await allOrigins(house.store);
  if (sealed === undefined) throw new Error('nothing is bound');
  expect(others).toEqual([]);
  expect(JSON.stringify(sealed)).not.toMatch(/127\.0\.0\.1|IPC/);
  expect(openOrigin(house.ring, sealed)).toEqual({
    place,
    proof: { authentication: { scheme: 'md5', realm: 'IPC' }, transport: 'tcp' },
  });
  const { camera } = await house.addAccount('Harbour');
  expect(() => openOrigin(house.ring, { ...sealed, camera })).toThrow('cannot be opened');
});

test('of two connections that bind at a time, both play where they met the same', async () => {
  const address = await addressOf(birch);
  const meet = async (at: typeof place) => {
    const guard = await guardOrigin(address, 'stream');
    guard.connected(at, undefined);
    guard.choose([digest]);
    return guard;
  };
  const [one, other, elsewhere] = [
    await meet(place),
    await meet(place),
    await meet({ ...place, port: 555 }),
  ];
  await one.bind();
  await other.bind('tcp');
  await expect(elsewhere.bind('tcp')).rejects.toMatchObject({ code: 'internal' });
  expect((await guardOrigin(address, 'stream')).transport).toBe('tcp');
});

test('every address is claimed with path and query before it is connected to', async () => {
  const address = { ...(await addressOf(birch)), stream: 'rtsp://u:p@cam.lan/a/b?channel=2' };
  await (await guardOrigin(address, 'stream')).approach(['127.0.0.1', '127.0.0.2'], 554, '/real?x');
  const addresses = ['127.0.0.1', '127.0.0.2'];
  expect(claims).toEqual([{ host: 'cam.lan', addresses, port: 554, path: '/real?x' }]);
});

test('a weaker way to log in is an alarm, once, and told as another camera until it is gone', async () => {
  const address = await bindStream();
  const likeness = likenessOf({ server: 'Lattice', realm: 'IPC' });
  await recogniser.recognise(address, 'stream', likeness, async () => undefined);
  for (let times = 0; times < 2; times += 1) {
    const guard = await guardOrigin(address, 'stream');
    guard.connected(place, undefined);
    expect(() => guard.choose([basic])).toThrow(OriginRefusal);
  }
  await Promise.all(refused);
  const found = 'it asks for the password in a weaker way than before';
  expect(alarms).toEqual([
    { devices: [birch.device], line: 'stream', expected: 'Lattice, IPC', found },
  ]);
  const replaced = () =>
    house.partitions.within(birch.proof, async (partition) => [...(await partition.replaced())]);
  expect(await replaced()).toEqual([birch.device]);
  // It is like the one that is meant, but that says little: its origin is asked, too.
  const next = await addressOf(birch);
  await recogniser.recognise(next, 'stream', likeness, async () => undefined);
  expect(await replaced()).toEqual([birch.device]);
  await bindStream();
  expect(await replaced()).toEqual([]);
});

test.each([
  ['says who it is is carried over', { server: 'Lattice' }, undefined],
  ['says nothing of itself is not', {}, 'other-address'],
] as const)('by a name that was vouched for, a camera that %s', async (_what, said, reason) => {
  const address = { ...(await addressOf(birch)), stream: 'rtsp://door.lan/x', trustName: true };
  const meet = async (at: typeof place): Promise<void> => {
    const guard = await guardOrigin(address, 'stream');
    guard.connected(at, undefined);
    const seen = likenessOf(said);
    expect(await recogniser.recognise(address, 'stream', seen, async () => seen)).toBe(true);
    guard.recognised();
    await guard.bind('tcp');
  };
  await meet(place);
  const moved = meet({ ...place, address: '127.0.0.2' });
  await (reason === undefined ? moved : expect(moved).rejects.toEqual(new OriginRefusal(reason)));
});

test.each<[OriginReason, number, number]>([
  ['certificate', 0, 1],
  ['other-owner', 0, 1],
  ['expired', 0, 1],
  ['moved-to-other', 1, 0],
  ['other-key', 1, 0],
  ['other-address', 1, 0],
  ['other-realm', 1, 0],
  ['leads-elsewhere', 1, 0],
])('%s: %p alarms, %p warnings', async (reason, alarmed, warned) => {
  const guard = await guardOrigin(await addressOf(birch), 'stream');
  guard.refused(reason);
  guard.refused(reason);
  await Promise.all(refused);
  expect([alarms.length, warnings.length]).toEqual([alarmed, warned]);
});
