import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { placeKey } from '../../identity/place-key.ts';
import { seal } from '../../identity/seal.ts';
import { openTestHouse, type TestHouse } from '../../workshop/testing/test-house.ts';
import { hashHost, hashPlace } from './place.ts';
import { whereabouts, type Whereabouts } from './whereabouts.ts';

let house: TestHouse;
beforeEach(async () => {
  house = await openTestHouse();
});
afterEach(() => house.close());

async function all(pages: AsyncIterable<readonly Whereabouts[]>): Promise<readonly Whereabouts[]> {
  const found: Whereabouts[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}

test('each camera with its own pins, the places of its row, and where it was met', async () => {
  const { store, ring } = house;
  const [birch, harbour] = [await house.addAccount('Birch'), await house.addAccount('Harbour')];
  const { camera } = birch;
  const key = placeKey(ring);
  const hash = 'h'.repeat(43);
  await store.operator.pins.pin(
    { camera, line: 'stream', fields: [], hash, description: '', since: 1 },
    1,
  );
  const met = JSON.stringify({ address: '192.0.2.7', port: 554 });
  const sealed = { place: seal(ring, camera, met), proof: seal(ring, camera, '{}') };
  const opening = (await store.of(birch.account).entry(birch.device))?.opening ?? 0;
  await store.operator.origins.bind(
    { camera, line: 'stream', ...sealed, since: 1 },
    opening,
    undefined,
  );
  const place = hashPlace(key, '127.0.0.1', { port: 554, path: '/front-door' });
  const sealedSource = (await store.of(birch.account).entry(birch.device))?.sealedSource ?? '';
  const at = {
    camera,
    line: 'stream',
    hashes: [place],
    named: false,
    kept: true,
    below: false,
    whole: true,
  } as const;
  await store.operator.places.claim({ ...at, sealedSource });
  const written = hashHost(key, '127.0.0.1');
  const found = await all(whereabouts(store, ring));
  expect(found).toContainEqual({
    camera,
    pins: [hash],
    places: [place],
    hosts: [hashHost(key, '192.0.2.7'), written],
  });
  expect(found).toContainEqual({ camera: harbour.camera, pins: [], places: [], hosts: [written] });
});

test('of a camera whose row does not open the rest is told, and of all others everything', async () => {
  const { store } = house;
  const [birch, harbour] = [await house.addAccount('Birch'), await house.addAccount('Harbour')];
  const other = await openTestHouse();
  try {
    const found = await all(whereabouts(store, other.ring));
    expect(new Map(found.map(({ camera, hosts }) => [camera, hosts]))).toEqual(
      new Map([birch, harbour].map(({ camera }) => [camera, []])),
    );
  } finally {
    await other.close();
  }
});
