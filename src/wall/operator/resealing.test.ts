/** Everything sealed gets the newest key, and stopping in between loses nothing. */
import { createSecretKey } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { KeyRing } from '../../identity/keyring.ts';
import { seal } from '../../identity/seal.ts';
import type { CameraId } from '../../identity/ids.ts';
import { openTestHouse, type TestHouse } from '../../workshop/testing/test-house.ts';
import { openOrigin } from '../partitions/bound-origins.ts';
import { resealAll } from './resealing.ts';
import { openSource } from '../partitions/sealed-source.ts';
import { allEntries } from '../../storage/contract/whole.ts';

let house: TestHouse;
let camera: CameraId;
/** The ring of the test house with a new sealing key in front, and that key alone. */
let both: KeyRing;
let fresh: KeyRing;

beforeEach(async () => {
  house = await openTestHouse();
  ({ camera } = await house.addAccount('Birch'));
  const newer = { kid: 'newer-1', key: createSecretKey(Buffer.alloc(32, 1)) };
  both = { ...house.ring, sealing: [newer, ...house.ring.sealing] };
  fresh = { ...house.ring, sealing: [newer] };
  await bind(house.ring);
});
afterEach(() => house.close());

async function bind(ring: KeyRing, line: 'stream' | 'still' = 'stream'): Promise<void> {
  const place = seal(ring, camera, JSON.stringify({ address: '192.0.2.7', port: 554 }));
  const proof = seal(ring, camera, JSON.stringify({ transport: 'tcp' }));
  const before = await house.store.operator.origins.of(camera, line);
  const origin = { camera, line, place, proof, since: 1 };
  expect(await house.store.operator.origins.bind(origin, 1, before)).toBe(true);
}

const counts = async () => Object.fromEntries(await house.store.operator.sealed.count());

test('sources and origins open with the new key alone, and nothing is opened anew', async () => {
  const before = await allEntries(house.store);

  expect(before.length).toBeGreaterThan(0);
  const { resealed, shut } = await resealAll(house.store, both);
  expect(shut).toBe(0);
  expect(await counts()).toEqual({ 'newer-1': resealed });
  const after = await allEntries(house.store);
  for (const [at, row] of after.entries()) {
    const old = before[at];
    expect(row.opening).toBe(old?.opening);
    expect(openSource(fresh, row.camera, row.sealedSource)).toEqual(
      openSource(house.ring, row.camera, old?.sealedSource ?? ''),
    );
  }
  const origin = await house.store.operator.origins.of(camera, 'stream');
  expect(origin && openOrigin(fresh, origin)).toEqual({
    place: { address: '192.0.2.7', port: 554 },
    proof: { transport: 'tcp' },
  });
  expect(await resealAll(house.store, both)).toEqual({ resealed: 0, shut: 0 });
});

test('what is sealed with an older key meanwhile is sealed anew, too', async () => {
  const { sealed } = house.store.operator;
  let late = true;
  const { shut } = await resealAll(
    {
      operator: {
        sealed: {
          ...sealed,
          async reseal(changes) {
            const put = await sealed.reseal(changes);
            if (late) await bind(house.ring, 'still');
            late = false;
            return put;
          },
        },
      },
    },
    both,
  );
  expect(shut).toBe(0);
  expect(Object.keys(await counts())).toEqual(['newer-1']);
});

test('a value that does not open stays as it is, and keeps no other from its new key', async () => {
  const { kid } = house.ring.sealing[0];
  const row = (await allEntries(house.store)).find((one) => one.camera === camera);
  const damaged = `${kid}.AAAA`;
  await house.store.operator.map.reseal(camera, row?.sealedSource ?? '', damaged, 1);
  const { shut } = await resealAll(house.store, both);
  expect(shut).toBe(1);
  expect((await counts())[kid]).toBe(1);
  expect(await house.store.operator.sealed.dropKeys([kid])).toEqual([]);
});
