import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CameraId } from '../../identity/ids.ts';
import { seal } from '../../identity/seal.ts';
import type { PinnedLine } from '../../storage/pins.ts';
import { openTestHouse, type TestHouse } from '../../workshop/testing/test-house.ts';
import type { SourceSettings } from '../partitions/camera-address.ts';
import { noNames } from '../partitions/claims.ts';
import { createOriginRegister } from './origin-register.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister, type Register } from './register.ts';
import { allDevices, allEntries } from '../../storage/contract/whole.ts';

let house: TestHouse;
let register: Register;
beforeEach(async () => {
  house = await openTestHouse();
  register = createRegister(house.store, house.ring, noNames, streamForm);
});
afterEach(() => house.close());

const list = async () =>
  createOriginRegister(house.store, house.ring).of(await allDevices(house.store));

async function bind(camera: CameraId, line: PinnedLine, proof: object, opening: number) {
  const { ring, store } = house;
  const sealed = {
    camera,
    line,
    place: seal(ring, camera, JSON.stringify({ address: '192.0.2.7', port: 554 })),
    proof: seal(ring, camera, JSON.stringify(proof)),
    since: 1,
  };
  await store.operator.origins.bind(sealed, opening, undefined);
}

test('each URL of a camera is listed as bound or not, without where it is', async () => {
  const { device, camera } = await house.addAccount('Birch');
  const other = await house.addAccount('Harbour');
  const source = {
    stream: 'rtsps://u:p@192.0.2.7/x',
    transport: 'auto',
    alwaysWarm: false,
  } as const;
  await register.setSource(device, { ...source, still: 'http://192.0.2.7/s' });
  const shared = await register.share(device, other.account);
  const { opening } = await register.address(device);
  const key = { fingerprint: `SHA256:${'A'.repeat(43)}`, vouched: false };
  const proof = { key, authentication: { scheme: 'md5', realm: 'IPC' }, transport: 'udp' };
  await bind(camera, 'stream', proof, opening);
  const listed = await list();
  const bound = [
    { line: 'stream', bound: true, scheme: 'md5', key, transport: 'udp' },
    { line: 'still', bound: false },
  ];
  expect(listed.get(device)).toEqual(bound);
  expect(listed.get(shared)).toEqual(bound);
  expect(listed.get(other.device)).toEqual([{ line: 'stream', bound: false }]);
  expect(JSON.stringify([...listed])).not.toMatch(/192\.0|IPC/);
});

test('a camera that is reached elsewhere is not bound until it is met there', async () => {
  const { device, camera } = await house.addAccount('Birch');
  await bind(camera, 'stream', { transport: 'tcp' }, 1);
  expect((await list()).get(device)).toMatchObject([{ bound: true }]);
  await register.setSource(device, {
    stream: 'rtsp://192.0.2.8/x',
    transport: 'auto',
    alwaysWarm: false,
  });
  expect((await list()).get(device)).toEqual([{ line: 'stream', bound: false, transport: 'tcp' }]);
});

describe('a URL over TLS waits for a key', () => {
  const row = { transport: 'auto', alwaysWarm: false } as const;
  const rtsp = 'rtsp://192.0.2.7/x';
  const fingerprint = `SHA256:${'A'.repeat(43)}`;
  const waiting = async (source: Partial<SourceSettings>) => {
    const { device, camera } = await house.addAccount('Birch');
    await register.setSource(device, { ...row, stream: rtsp, ...source });
    const { opening } = await register.address(device);
    const lines = async () =>
      (await list()).get(device)?.flatMap(({ line, unconfirmed }) => (unconfirmed ? [line] : []));
    return { camera, opening, lines };
  };

  test('where nobody has said or seen one', async () => {
    const all = { stream: 'RTSPS://192.0.2.7/x', still: 'https://192.0.2.7/', onvif: 'https://h/' };
    const { camera, opening, lines } = await waiting(all);
    expect(await lines()).toEqual(['stream', 'still', 'onvif']);
    await bind(camera, 'still', { key: { fingerprint, vouched: false } }, opening);
    await bind(camera, 'onvif', {}, opening);
    expect(await lines()).toEqual(['stream', 'onvif']);
  });

  test.each<[string, Partial<SourceSettings>]>([
    ['without TLS', { still: 'http://192.0.2.7/' }],
    ['with a key that was said beforehand', { stream: 'rtsps://h/x', keys: [fingerprint] }],
  ])('but not %s', async (_what, source) => {
    expect(await (await waiting(source)).lines()).toEqual([]);
  });

  test('and those from before are named to the operator, by their owners’ devices', async () => {
    const [old, fresh] = [await house.addAccount('Old'), await house.addAccount('Fresh')];
    const plain = await house.addAccount('Plain');
    await register.setSource(old.device, { ...row, stream: 'rtsps://192.0.2.7/x' });
    await register.setSource(fresh.device, { ...row, stream: 'rtsps://192.0.2.8/x' });
    await register.share(old.device, plain.account);
    const older = async () => [old.camera, plain.camera];
    const store = {
      ...house.store,
      operator: { ...house.store.operator, places: { ...house.store.operator.places, older } },
    };
    expect(await createOriginRegister(store, house.ring).olderUnconfirmed()).toEqual([old.device]);
    expect(await createOriginRegister(house.store, house.ring).olderUnconfirmed()).toEqual([]);
  });
});

test('a row that does not open is listed as not bound', async () => {
  const { device, camera } = await house.addAccount('Birch');
  const [row] = await allEntries(house.store);
  expect(await house.store.operator.map.reseal(camera, row?.sealedSource ?? '', 'k.other', 1)).toBe(
    true,
  );
  expect((await list()).get(device)).toEqual([{ line: 'stream', bound: false }]);
});

test('so is an origin that does not open, and the others are listed beside it', async () => {
  const { device, camera } = await house.addAccount('Birch');
  const other = await house.addAccount('Harbour');
  const sealed = { camera, line: 'stream', place: 'k.place', proof: 'k.proof', since: 1 } as const;
  expect(await house.store.operator.origins.bind(sealed, 1, undefined)).toBe(true);
  await bind(other.camera, 'stream', {}, 1);
  const listed = await list();
  expect(listed.get(device)).toEqual([{ line: 'stream', bound: false }]);
  expect(listed.get(other.device)).toEqual([{ line: 'stream', bound: true }]);
});
