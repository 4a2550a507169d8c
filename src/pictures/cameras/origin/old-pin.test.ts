/** Pins of an earlier version, which were made of what names the stream, too. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Pin } from '../../../storage/pins.ts';
import type { Store } from '../../../storage/store.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../../workshop/testing/test-house.ts';
import { hashOf, likenessOf, type Likeness } from './likeness.ts';
import { isUnbound, pinReading } from './old-pin.ts';
import { createPinRegister, stateOf } from '../../../wall/operator/pin-register.ts';
import { createRecogniser, type OtherCamera, type Recognise } from './pins.ts';
import { createKnownCameras } from '../../../wall/partitions/known-cameras.ts';
import { allDevices } from '../../../storage/contract/whole.ts';

/** Every saying, as the pins of commit a1ffa39 name them. */
const allFields = 'server realm session information origin tool maker model serial hardware';

let house: TestHouse;
let birch: TestAccount;
let alarms: OtherCamera[];
let recognise: Recognise;
/** Done in the moment between the comparison and the writing. */
let meanwhile: () => Promise<unknown>;

const meddledWith = (real: Store): Store => ({
  ...real,
  operator: {
    ...real.operator,
    pins: {
      ...real.operator.pins,
      async replace(...what) {
        await meanwhile();
        return real.operator.pins.replace(...what);
      },
    },
  },
});

beforeEach(async () => {
  meanwhile = async () => undefined;
  alarms = [];
  house = await openTestHouse({ store: meddledWith });
  birch = await house.addAccount('Birch');
  ({ recognise } = createRecogniser({
    claimSerial: async () => true,
    cameras: createKnownCameras(house.store, house.ring, () => house.time.wall),
    alarm: (event) => alarms.push(event),
    warn: () => undefined,
    now: () => house.time.wall,
  }));
});
afterEach(() => house.close());

const main = likenessOf({
  server: 'Lattice/1.0',
  realm: 'LT-1',
  session: 'cam',
  information: 'main',
});
const sub = likenessOf({
  server: 'Lattice/1.0',
  realm: 'LT-1',
  session: 'cam',
  information: 'sub',
});
const other = likenessOf({ server: 'Pane', realm: 'P-2', session: 'cam', information: 'main' });

function oldPin(seen: Likeness, description: string, left: readonly string[] = []): Pin {
  const fields = allFields.split(' ').filter((name) => !left.includes(name));
  const { camera } = birch;
  return { camera, line: 'stream', fields, hash: hashOf(seen, fields), description, since: 7 };
}

const opening = async () =>
  (await house.store.operator.map.entriesOf(birch.camera))[0]?.opening ?? 0;

async function meet(seen: Likeness): Promise<boolean> {
  const from = { stamp: { camera: birch.camera, epoch: 1 }, opening: await opening() };
  return recognise(from, 'stream', seen, () => Promise.reject(new Error('asked again')));
}

const kept = () => house.store.operator.pins.of(birch.camera, 'stream');

test('an old pin is compared whole until its camera has answered, and is of the device from then on', async () => {
  await house.store.operator.pins.pin(oldPin(main, 'Lattice, LT-1, cam, main', ['origin']), 1);
  expect(await meet(sub)).toBe(false);
  expect(await meet(other)).toBe(false);
  expect(alarms.map(({ expected, found }) => [expected, found])).toEqual([
    ['Lattice, LT-1, cam, main', 'Lattice, LT-1, cam, sub'],
    ['Lattice, LT-1, cam, main', 'Pane, P-2, cam, main'],
  ]);
  expect(await kept()).toMatchObject({ stranger: { description: 'Pane, P-2, cam, main' } });

  expect(await meet(main)).toBe(true);
  const fields = ['server', 'realm', 'tool', 'maker', 'model', 'serial', 'hardware'];
  expect(await kept()).toStrictEqual({
    camera: birch.camera,
    line: 'stream',
    fields,
    hash: hashOf(main, fields),
    description: 'Lattice, LT-1',
    since: 7,
  });
  expect(await meet(sub)).toBe(true);
  expect(await meet(other)).toBe(false);
  expect(await kept()).toMatchObject({ stranger: { description: 'Pane, P-2' } });
});

test('an old pin that another took the place of meanwhile is not put back, and counts no more', async () => {
  await house.store.operator.pins.pin(oldPin(main, 'Lattice, LT-1, cam, main'), 1);
  const theirs = { ...oldPin(other, 'Pane, P-2, cam, main'), since: 8 };
  meanwhile = async () => {
    meanwhile = async () => undefined;
    const known = await kept();
    if (known !== undefined) await house.store.operator.pins.replace(known, theirs, 1);
  };
  expect(await meet(main)).toBe(false);
  expect(await kept()).toMatchObject(theirs);
  expect(alarms).toMatchObject([{ expected: 'Pane, P-2, cam, main' }]);
});

test('two connections renew an old pin once, and both are the camera', async () => {
  await house.store.operator.pins.pin(oldPin(main, 'Lattice, LT-1, cam, main'), 1);
  expect(await Promise.all([meet(main), meet(main)])).toEqual([true, true]);
  expect(await kept()).toMatchObject({ description: 'Lattice, LT-1', since: 7 });
});

test('where nothing else was said the camera is not bound: known anew, once the old pin has matched', async () => {
  const silent = likenessOf({ session: 'cam' });
  await house.store.operator.pins.pin(oldPin(silent, 'cam'), 1);
  const states = async () => [
    ...(
      await createPinRegister(house.store, pinReading).of(await allDevices(house.store))
    ).values(),
  ];
  expect(await states()).toMatchObject([[{ state: 'unbound', description: 'cam' }]]);
  expect(await meet(likenessOf({ session: 'another' }))).toBe(false);
  expect(await meet(other)).toBe(false);
  expect(await meet(silent)).toBe(true);
  expect(await states()).toMatchObject([
    [{ state: 'unbound', description: 'says nothing of itself', since: house.time.wall }],
  ]);
  expect(await meet(other)).toBe(false);
});

test('what names the device over ONVIF binds a camera that is silent elsewhere', () => {
  const stream = { line: 'stream', state: 'unbound' } as const;
  const still = { line: 'still', state: 'bound' } as const;
  const onvif = { line: 'onvif', state: 'bound' } as const;
  expect(stateOf([stream])).toBe('unbound');
  expect(stateOf([stream, still])).toBe('unbound');
  expect(stateOf([stream, { ...onvif, state: 'unbound' }])).toBe('unbound');
  expect(stateOf([stream, onvif])).toBe('bound');
  expect(stateOf([stream, { ...onvif, state: 'old' }])).toBe('old');
  expect(stateOf([{ ...stream, state: 'old' }, still])).toBe('old');
  expect(stateOf([{ ...stream, state: 'bound' }, still])).toBe('bound');
});

test('the operator is told once of what is left from before, without what is bound since', async () => {
  const harbour = await house.addAccount('Harbour');
  const [elm, ash] = [await house.addAccount('Elm'), await house.addAccount('Ash')];
  const silent = likenessOf({ session: 'cam' });
  const { pins } = house.store.operator;
  const [old, bare] = [oldPin(main, 'Lattice, LT-1, cam, main'), oldPin(silent, 'cam')];
  const bound = { ...old, fields: ['realm'], camera: elm.camera };
  // Ash's was pinned by this version.
  const all = [old, { ...bare, camera: harbour.camera }, bound, { ...bare, camera: ash.camera }];
  for (const pin of all) await pins.pin(pin, 1);
  const untold: (readonly Pin[])[] = [all.slice(0, 3), [bound], [old], [bound], []];
  const { map } = house.store.operator;
  const listOnce = async () => (untold.shift() ?? []).map(({ camera }) => camera);
  const register = createPinRegister(
    { operator: { map, pins: { ...pins, listOnce } } },
    pinReading,
  );
  const known = await register.of([birch.device]);
  expect(known.get(birch.device)).toMatchObject([{ state: 'old' }]);
  expect(await register.fromBefore()).toEqual({ old: [birch.device], unbound: [harbour.device] });
  // What is bound since is passed over.
  expect(await register.fromBefore()).toEqual({ old: [birch.device], unbound: [] });
  expect(await register.fromBefore()).toBeUndefined();
});

describe('a pin is unbound', () => {
  const named = (said: Likeness, description: string) => isUnbound(oldPin(said, description));

  test('where it holds the words of the stream alone', () => {
    expect(named({}, 'says nothing of itself')).toBe(true);
    expect(named({ session: 'a, b' }, 'a, b')).toBe(true);
    expect(named({ information: 'a, b' }, 'a, b')).toBe(true);
    expect(named({ session: 'a, b', information: 'c, d' }, 'a, b, c, d')).toBe(true);
    expect(named({ session: 'a', information: 'a' }, 'a')).toBe(true);
  });

  test('where what named the device was another each time', () => {
    const said = { session: 'a', realm: 'r' };
    expect(isUnbound(oldPin(said, 'r, a', ['realm', 'session']))).toBe(true);
  });

  test('but not where one word of the device is in it', () => {
    expect(named({ server: 'a' }, 'a')).toBe(false);
    expect(named({ server: 'a', session: 'a' }, 'a')).toBe(false);
    expect(named({ session: 'a', tool: 'b' }, 'a, b')).toBe(false);
    const fields = ['server', 'realm'];
    const hash = hashOf({ realm: 'r' }, fields);
    expect(isUnbound({ fields, hash, description: 'r' })).toBe(false);
  });
});
