/** One camera, one owner: what the operator is refused, and what a connection is. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DeviceId } from '../../identity/ids.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import type { PlacedLine } from '../../storage/places.ts';
import { createClaims, type Approached, type Claims } from './claims.ts';
import { createLookup } from '../../pictures/cameras/lookup.ts';
import { type FoundAddresses, partly } from './found-addresses.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister, type Register } from '../operator/register.ts';
import { openSource, sealSource } from './sealed-source.ts';
import { createSwitch } from '../operator/switch.ts';

let house: TestHouse;
let birch: TestAccount;
let harbour: TestAccount;
let register: Register;
let claims: Claims;
/** What names give; a name that is not in it cannot be resolved. */
let names: Map<string, FoundAddresses>;

beforeEach(async () => {
  house = await openTestHouse();
  birch = await house.addAccount('Birch');
  harbour = await house.addAccount('Harbour');
  names = new Map();
  const resolve = async (host: string): Promise<FoundAddresses> => {
    const found = names.get(host);
    if (found === undefined) throw new Error('no such name');
    return found;
  };
  register = createRegister(house.store, house.ring, resolve, streamForm);
  claims = createClaims({ store: house.store, ring: house.ring, resolve });
});
afterEach(() => house.close());

const source = (rtsp: string, still?: string) =>
  ({ stream: rtsp, transport: 'auto', alwaysWarm: false, ...(still && { still }) }) as const;

const add = ({ account }: TestAccount, rtsp: string, takeOver = false): Promise<DeviceId> =>
  register.addCamera(
    { owner: account, kind: 'camera', name: 'Door', nicknames: [], source: source(rtsp) },
    { takeOver },
  );

const connect = async (
  { account }: TestAccount,
  device: DeviceId,
  address: string | FoundAddresses,
  named: boolean,
  over: Partial<Approached> & { readonly line?: PlacedLine } = {},
): Promise<'free' | 'taken'> => {
  const { line = 'stream', ...at } = over;
  const row = await house.store.of(account).entry(device);
  if (row === undefined) throw new Error('no such row');
  const { camera, sealedSource } = row;
  // Not flattened: a list may say of itself that it is partial.
  const addresses: FoundAddresses = typeof address === 'string' ? [address] : address;
  const { hostname } = new URL(openSource(house.ring, camera, sealedSource).stream);
  const host = named ? hostname : (addresses[0] ?? '');
  return claims.check(camera, line, { host, addresses, port: 554, path: '/x', ...at });
};

const refused = (device: DeviceId) => ({
  code: 'bad-request',
  message: expect.stringMatching(`as ${device}: .*share.*transfer.*--take-over`),
});

describe('the operator is refused', () => {
  test('another account’s URL, however it is spelt, and nothing is left of it', async () => {
    const device = await add(birch, 'rtsp://u:secret@10.0.0.7/x');
    await expect(add(harbour, 'rtsp://10.0.0.7:554//x/')).rejects.toMatchObject(refused(device));
    expect(await register.list(harbour.account)).toHaveLength(1);
    const own = register.setSource(harbour.device, source('rtsp://[::ffff:10.0.0.7]/x'));
    await expect(own).rejects.toMatchObject(refused(device));
    await expect(own).rejects.not.toMatchObject({ message: expect.stringMatching('10.0|secret') });
    await add(harbour, 'rtsp://10.0.0.7/y');
    await add(birch, 'rtsp://10.0.0.7/x');
  });

  test('a name that leads there, and an address where a name leads, by any of its addresses', async () => {
    const device = await add(birch, 'rtsp://10.0.0.7/x');
    names.set('door.example', ['10.0.0.6', '10.0.0.7']);
    await expect(add(harbour, 'rtsp://Door.example/x')).rejects.toMatchObject(refused(device));
    names.set('gate.example', ['10.0.0.8', '10.0.0.9']);
    const gate = await add(birch, 'rtsp://gate.example/x');
    await expect(add(harbour, 'rtsp://10.0.0.9/x')).rejects.toMatchObject(refused(gate));
  });

  test('another account’s still', async () => {
    const still = 'http://10.0.0.7/snap.jpg';
    await register.setSource(birch.device, source('rtsp://10.0.0.7/x', still));
    const own = register.setSource(harbour.device, source('rtsp://10.0.0.8/x', still));
    await expect(own).rejects.toMatchObject(refused(birch.device));
  });

  test('what a name gave, until it gives another or nothing is known of it', async () => {
    names.set('door.example', ['10.0.0.7']);
    const device = await add(birch, 'rtsp://door.example/x');
    names.delete('door.example');
    await expect(add(harbour, 'rtsp://10.0.0.7/x')).rejects.toMatchObject(refused(device));
    // A new password is no new place, and what the name gave goes on counting.
    await register.setSource(device, source('rtsp://u:new@door.example/x'));
    await expect(add(harbour, 'rtsp://10.0.0.7/x')).rejects.toMatchObject(refused(device));
    names.set('door.example', ['10.0.0.8']);
    await add(harbour, 'rtsp://10.0.0.7/x');
  });

  test('what a name with more addresses than are taken gave, whichever of them come first', async () => {
    const all = Array.from({ length: 20 }, (_, at) => `10.0.1.${at}`);
    let first = 0;
    const ask = async () => [...all.slice(first), ...all.slice(0, first)];
    const lookup = createLookup({ ask, system: ask });
    register = createRegister(house.store, house.ring, lookup, streamForm);
    const device = await add(birch, 'rtsp://door.example/x');
    await expect(add(harbour, 'rtsp://10.0.1.0/x')).rejects.toMatchObject(refused(device));
    // As name servers turn them.
    first = 4;
    await expect(add(harbour, 'rtsp://10.0.1.0/x')).rejects.toMatchObject(refused(device));
  });

  test('an address that stands in a row counts for as long as it stands there', async () => {
    const device = await add(birch, 'rtsp://10.0.0.7/x');
    await expect(add(harbour, 'rtsp://10.0.0.7/x')).rejects.toMatchObject(refused(device));
    await register.setSource(device, source('rtsp://10.0.0.8/x'));
    const theirs = await add(harbour, 'rtsp://10.0.0.7/x');
    await register.remove(theirs);
    await add(birch, 'rtsp://10.0.0.7/x');
  });

  test('unless in so many words: then the other row ends, and its streams with it', async () => {
    const device = await add(birch, 'rtsp://10.0.0.7/x');
    const ends: string[] = [];
    await house.partitions.within(birch.proof, async (partition) => {
      partition
        .startSession(await partition.device(device), 'hls')
        .onEnd((reason) => ends.push(reason));
    });
    const theirs = await add(harbour, 'rtsp://10.0.0.7/x', true);
    await house.partitions.recheck();
    expect(ends).toEqual(['revoked']);
    expect(await register.list(birch.account)).toHaveLength(1);
    expect(await house.store.operator.history.takeOvers(0, Number.MAX_SAFE_INTEGER)).toMatchObject([
      { account: harbour.account, device: theirs, formerDevice: device },
    ]);
    expect(await connect(harbour, theirs, '10.0.0.7', false)).toBe('free');
  });
});

describe('where a camera was led once', () => {
  test('to a camera that is held back: whoever watches is held back before anything is asked of it', async () => {
    const settled = createClaims({
      store: house.store,
      ring: house.ring,
      resolve: async (host) => names.get(host) ?? [],
      settle: () => house.partitions.recheck(),
    });
    const own = async (device: DeviceId) => {
      const ends: string[] = [];
      await house.partitions.within(harbour.proof, async (partition) => {
        partition
          .startSession(await partition.device(device), 'webrtc')
          .onEnd((why) => ends.push(why));
      });
      return ends;
    };
    const held = await add(harbour, 'rtsp://10.0.0.7/held');
    names.set('gate.example', ['10.0.0.8']);
    const gate = await add(harbour, 'rtsp://gate.example/held');
    const led = await add(harbour, 'rtsp://10.0.0.7/x');
    await createSwitch(house.store, () => house.time.wall).suspend({ of: 'device', device: held });
    await house.partitions.recheck();
    for (const [device, host] of [
      [led, '10.0.0.7'],
      [gate, 'gate.example'],
    ] as const) {
      const ends = await own(device);
      const row = await house.store.of(harbour.account).entry(device);
      if (row === undefined) throw new Error('no such row');
      const at = { host, addresses: ['10.0.0.7'], port: 554, path: '/held' };
      expect(await settled.check(row.camera, 'stream', at)).toBe('free');
      expect(ends).toEqual(['suspended']);
    }
  });

  test('is not connected to while nobody can say whether what runs may go on', async () => {
    names.set('gate.example', ['10.0.0.8']);
    const unsettled = createClaims({
      store: house.store,
      ring: house.ring,
      resolve: async (host) => names.get(host) ?? [],
      settle: async () => undefined,
    });
    const gate = await add(harbour, 'rtsp://gate.example/held');
    const row = await house.store.of(harbour.account).entry(gate);
    if (row === undefined) throw new Error('no such row');
    const at = { host: 'gate.example', addresses: ['10.0.0.7'], port: 554, path: '/held' };
    await expect(unsettled.check(row.camera, 'stream', at)).rejects.toMatchObject({
      code: 'storage-down',
    });
  });

  test('another account’s that came there, and is suspended, does not hold it back for ever', async () => {
    const one = await add(harbour, 'rtsp://10.0.0.7/x');
    expect(await connect(harbour, one, '10.0.0.7', false, { path: '/y' })).toBe('free');
    const theirs = await add(birch, 'rtsp://10.0.0.7/y');
    // It leads there no more, and could not any more.
    expect(await connect(harbour, one, '10.0.0.7', false)).toBe('free');
    const operator = createSwitch(house.store, () => house.time.wall);
    await operator.suspend({ of: 'device', device: theirs });
    await house.partitions.within(harbour.proof, async (partition) => {
      partition.permit(await partition.device(one));
    });
  });
});

describe('a connection is refused', () => {
  test('where its name leads to another account’s camera by now', async () => {
    await add(birch, 'rtsp://10.0.0.7/x');
    names.set('gate.example', ['10.0.0.8']);
    const gate = await add(harbour, 'rtsp://gate.example/x');
    expect(await connect(harbour, gate, '10.0.0.8', true)).toBe('free');
    expect(await connect(harbour, gate, '10.0.0.7', true)).toBe('taken');
    expect(await connect(harbour, gate, '::ffff:10.0.0.7', true)).toBe('taken');
    expect(await connect(harbour, gate, ['10.0.0.8', '10.0.0.7'], true)).toBe('taken');
    expect(await connect(harbour, gate, '10.0.0.7', true, { path: '/y' })).toBe('free');
    expect(await connect(harbour, gate, '10.0.0.8', true)).toBe('free');
  });

  test('a name that was unknown when it was added, once it leads there', async () => {
    const gate = await add(harbour, 'rtsp://gate.example/x');
    await add(birch, 'rtsp://10.0.0.7/x');
    expect(await connect(harbour, gate, '10.0.0.7', true)).toBe('taken');
    expect(await connect(harbour, gate, '10.0.0.8', true)).toBe('free');
    await expect(add(birch, 'rtsp://10.0.0.8/x')).rejects.toMatchObject(refused(gate));
  });

  test('until the other’s name, asked anew, has given the place up', async () => {
    names.set('door.example', ['10.0.0.7']);
    const door = await add(birch, 'rtsp://door.example/x');
    const gate = await add(harbour, 'rtsp://gate.example/x');
    expect(await connect(harbour, gate, '10.0.0.7', true)).toBe('taken');
    names.delete('door.example');
    expect(await connect(harbour, gate, '10.0.0.7', true)).toBe('taken');
    names.set('door.example', ['10.0.0.8']);
    expect(await connect(harbour, gate, '10.0.0.7', true)).toBe('free');
    expect(await connect(birch, door, '10.0.0.7', true)).toBe('taken');
  });

  test('of one that is gone', async () => {
    const gate = await add(harbour, 'rtsp://10.0.0.8/x');
    const { camera } = (await house.store.of(harbour.account).entry(gate)) ?? {};
    await register.remove(gate);
    const at = { host: '10.0.0.8', addresses: ['10.0.0.8'], port: 554, path: '/x' };
    const asked = claims.check(camera ?? harbour.camera, 'stream', at);
    await expect(asked).rejects.toMatchObject({ code: 'not-found' });
  });

  test('what its camera leads to is heard of, but for what lies below its own path', async () => {
    const heard: unknown[] = [];
    const onLed = (camera: unknown): void => void heard.push(camera);
    const resolve = async (): Promise<FoundAddresses> => [];
    claims = createClaims({ store: house.store, ring: house.ring, resolve, onLed });
    const door = await add(birch, 'rtsp://10.0.0.7/x?a=1');
    for (const path of ['/x?a=1', '/x?a=1&password=p', '/x/track1', '/x//audio/2?a=1']) {
      expect(await connect(birch, door, '10.0.0.7', false, { path })).toBe('free');
    }
    expect(heard).toEqual([]);
    const { camera } = (await house.store.of(birch.account).entry(door)) ?? {};
    expect(await connect(birch, door, '10.0.0.7', false, { path: '/xy' })).toBe('free');
    expect(heard).toEqual([camera]);
    await add(harbour, 'rtsp://10.0.0.7/y');
    expect(await connect(birch, door, '10.0.0.7', false, { path: '/y' })).toBe('taken');
    expect(heard).toHaveLength(1);
  });

  test('what it was sent on to is compared, and not kept', async () => {
    const door = await add(birch, 'rtsp://10.0.0.7/x');
    await add(harbour, 'rtsp://10.0.0.8/x');
    expect(await connect(birch, door, '10.0.0.8', false)).toBe('taken');
    expect(await connect(birch, door, '10.0.0.7', false, { path: '/live' })).toBe('free');
    await add(harbour, 'rtsp://10.0.0.7/live');
    expect(await connect(birch, door, '10.0.0.7', false, { port: 8554 })).toBe('free');
    await add(harbour, 'rtsp://10.0.0.7:8554/x');
    expect(await connect(birch, door, '10.0.0.9', false)).toBe('free');
    await add(harbour, 'rtsp://10.0.0.9/x');
    // By a name that has just been taken out of the row.
    const before = { host: 'door.example' };
    expect(await connect(birch, door, '10.0.0.6', true, before)).toBe('free');
    await add(harbour, 'rtsp://10.0.0.6/x');
  });
});

describe('where a name server did not answer for all kinds of address', () => {
  const [ipv4, ipv6] = ['10.0.0.7', 'fd00::7'];

  test('what the name gave before goes on counting: asked anew, and at the next connection', async () => {
    names.set('door.example', [ipv4, ipv6]);
    const door = await add(birch, 'rtsp://door.example/x');
    names.set('door.example', partly([ipv4]));
    await expect(add(harbour, `rtsp://[${ipv6}]/x`)).rejects.toMatchObject(refused(door));
    expect(await connect(birch, door, partly([ipv4]), true)).toBe('free');
    await expect(add(harbour, `rtsp://[${ipv6}]/x`)).rejects.toMatchObject(refused(door));
    // What it gives besides is claimed all the same.
    expect(await connect(birch, door, partly(['10.0.0.8']), true)).toBe('free');
    for (const host of [`[${ipv6}]`, ipv4, '10.0.0.8']) {
      await expect(add(harbour, `rtsp://${host}/x`)).rejects.toMatchObject(refused(door));
    }
    names.set('door.example', ['10.0.0.8']);
    expect(await connect(birch, door, ['10.0.0.8'], true)).toBe('free');
    await add(harbour, `rtsp://[${ipv6}]/x`);
  });

  test('so it does when its row is written anew, and no longer where it leads elsewhere', async () => {
    names.set('door.example', [ipv4, ipv6]);
    const door = await add(birch, 'rtsp://door.example/x');
    names.set('door.example', partly([ipv4]));
    await register.setSource(door, source('rtsp://u:new@door.example/x'));
    await expect(add(harbour, `rtsp://[${ipv6}]/x`)).rejects.toMatchObject(refused(door));
    await register.setSource(door, source('rtsp://door.example/y'));
    await add(harbour, `rtsp://[${ipv6}]/x`);
  });
});

test('of the same owner, and of those it is shared with, none is refused', async () => {
  const one = await add(birch, 'rtsp://10.0.0.7/x');
  const two = await add(birch, 'rtsp://10.0.0.7/x');
  await register.share(one, harbour.account);
  expect(await connect(birch, one, '10.0.0.7', false)).toBe('free');
  expect(await connect(birch, two, '10.0.0.7', false)).toBe('free');
});

test('two cameras of two owners exchange their places at once, and all else stays', async () => {
  const one = await add(birch, 'rtsp://u:p@10.0.0.7/x');
  const two = await add(harbour, 'rtsp://10.0.0.8/x');
  await expect(register.swap(one, one)).rejects.toMatchObject({
    message: 'both are the same camera',
  });
  await register.swap(one, two);
  expect(await connect(birch, one, '10.0.0.8', false)).toBe('free');
  expect(await connect(birch, one, '10.0.0.7', false)).toBe('taken');
  await expect(add(harbour, 'rtsp://10.0.0.8/x')).rejects.toMatchObject(refused(one));
});

describe('a suspended device', () => {
  const start = async ({ proof }: TestAccount, device: DeviceId): Promise<string> =>
    house.partitions.within(proof, async (partition) => {
      try {
        partition.startSession(await partition.device(device), 'hls');
        return 'started';
      } catch {
        return 'suspended';
      }
    });

  test('is suspended in every row that leads to the same camera', async () => {
    const one = await add(birch, 'rtsp://10.0.0.7/x');
    const two = await add(birch, 'rtsp://10.0.0.7/x');
    const other = await add(birch, 'rtsp://10.0.0.7/y');
    const operator = createSwitch(house.store, () => house.time.wall);
    await operator.suspend({ of: 'device', device: one });
    expect(await start(birch, two)).toBe('suspended');
    expect(await start(birch, other)).toBe('started');
    // One whose name leads there from now on.
    const third = await add(birch, 'rtsp://door.example/x');
    expect(await start(birch, third)).toBe('started');
    expect(await connect(birch, third, '10.0.0.7', true)).toBe('free');
    expect(await start(birch, third)).toBe('suspended');
    await operator.resume({ of: 'device', device: one });
    expect(await start(birch, two)).toBe('started');
  });

  test('a row that ends sooner by itself does not cut the other’s suspension short', async () => {
    const one = await add(birch, 'rtsp://10.0.0.7/x');
    const two = await add(birch, 'rtsp://10.0.0.7/x');
    const operator = createSwitch(house.store, () => house.time.wall);
    await operator.suspend({ of: 'device', device: two });
    await operator.suspend({ of: 'device', device: one }, { until: house.time.wall + 5 });
    house.time.wall += 10;
    expect(await start(birch, two)).toBe('suspended');
  });
});

test('a row that is sealed anew while a connection is made says the same, and it goes on', async () => {
  const door = await add(birch, 'rtsp://10.0.0.7/x');
  const row = await house.store.of(birch.account).entry(door);
  if (row === undefined) throw new Error('no such row');
  const { camera, sealedSource } = row;
  const { sealed, places, map } = house.store.operator;
  let late = true;
  const meanwhile = createClaims({
    store: {
      operator: {
        map,
        places: {
          ...places,
          async claim(approach) {
            if (late) {
              const value = { of: 'source', camera, sealed: sealedSource } as const;
              const anew = sealSource(house.ring, camera, source('rtsp://10.0.0.7/x'));
              expect(await sealed.reseal([{ value, sealed: anew }])).toBe(1);
            }
            late = false;
            return places.claim(approach);
          },
        },
      },
    },
    ring: house.ring,
    resolve: async () => [],
  });
  const at = { host: '10.0.0.7', addresses: ['10.0.0.7'], port: 554, path: '/x' };
  expect(await meanwhile.check(camera, 'stream', at)).toBe('free');
});
