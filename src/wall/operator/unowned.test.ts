/** A URL that the operator asks about: which row's camera it leads to, and what holds then. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openTestHouse, type TestHouse } from '../../workshop/testing/test-house.ts';
import type { AccountId } from '../../identity/ids.ts';
import { createBoundOrigins } from '../partitions/bound-origins.ts';
import { noNames } from '../partitions/claims.ts';
import { OriginRefusal } from '../../pictures/cameras/origin/origin.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { holdUnowned } from '../../pictures/cameras/origin/unowned.ts';
import { createRegister } from './register.ts';
import { createUnowned } from './unowned.ts';
import { allOrigins } from '../../storage/contract/whole.ts';

let house: TestHouse;
beforeEach(async () => {
  house = await openTestHouse();
});
afterEach(() => house.close());

const names: Readonly<Record<string, readonly string[]>> = { 'cam.example': ['10.0.0.7'] };
async function unowned(rtsp: string) {
  const found = await createUnowned(
    {
      store: house.store,
      ring: house.ring,
      resolve: async (host) => names[host] ?? [],
      form: streamForm,
    },
    { stream: rtsp, transport: 'auto' },
  );
  return { ...found, ...holdUnowned(found) };
}

async function row(rtsp: string, owner?: AccountId, still?: string) {
  const account = owner ?? (await house.addAccount('Birch')).account;
  const register = createRegister(house.store, house.ring, noNames, streamForm);
  const settings = { stream: rtsp, transport: 'auto', alwaysWarm: false } as const;
  const source = { ...settings, ...(still !== undefined && { still }) };
  const camera = { owner: account, name: 'Gate', nicknames: [], kind: 'camera', source } as const;
  return register.address(await register.addCamera(camera, { connections: 'one' }));
}

test('one that stands in no row has none, and anybody may answer there', async () => {
  const { row: found, address, recognise, guardOrigin } = await unowned('rtsp://10.0.0.9/x');
  expect(found).toBeUndefined();
  expect(address).not.toHaveProperty('connections');
  expect(await recognise(address, 'stream', { server: 'Any' }, async () => undefined)).toBe(true);
  const guard = await guardOrigin(address, 'stream');
  await guard.approach(['10.0.0.9'], 554, '/x');
  guard.connected({ address: '10.0.0.9', port: 554 }, undefined);
  await guard.bind('tcp');
  expect(await allOrigins(house.store)).toEqual([]);
});

test('one that leads to a row’s camera is that camera, by address and by name, whoever logs in', async () => {
  const known = await row('rtsp://u:sesame@10.0.0.7/cam');
  for (const url of ['rtsp://10.0.0.7/cam', 'rtsp://x:y@cam.example:554//cam']) {
    const { row: found, address } = await unowned(url);
    expect(found).toEqual(known);
    expect(address.connections).toBe(1);
    expect(address.stamp).not.toEqual(known.stamp);
  }
  expect((await unowned('rtsp://10.0.0.7/other')).row).toBeUndefined();
});

const place = { address: '10.0.0.7', port: 554 };
async function bind({ stamp, opening }: Awaited<ReturnType<typeof row>>): Promise<void> {
  const of = { ...stamp, line: 'stream', opening } as const;
  await createBoundOrigins(house.store, house.ring, Date.now).bind(
    of,
    { place, proof: {} },
    undefined,
  );
}

// Of either: which row the storage gives first is not to count.
test.each([0, 1])(
  'of two rows of one camera the one of that very URL is taken, but first what is bound (%i)',
  async (which) => {
    const { account } = await house.addAccount('Birch');
    const login = (name: string) => `rtsp://${name}:sesame@10.0.0.7/cam`;
    const [a, b] = [await row(login('a'), account), await row(login('b'), account)];
    expect((await unowned(login('a'))).row).toEqual(a);
    expect((await unowned(login('b'))).row).toEqual(b);

    const [bound, other] = which === 0 ? [a, b] : [b, a];
    await bind(bound);
    const asked = await unowned(other.stream);
    expect(asked.row).toEqual(bound);
    expect(asked.bound).toEqual({ place, proof: {} });

    await bind(other);
    expect((await unowned(bound.stream)).row).toEqual(bound);
    expect((await unowned(other.stream)).row).toEqual(other);
  },
);

test('one that leads to where a row has its stills is not connected to', async () => {
  const { account } = await house.addAccount('Birch');
  await row('rtsp://10.0.0.7/cam', account, 'http://10.0.0.7/now.jpg');
  const { row: found, address, guardOrigin } = await unowned('rtsp://10.0.0.7:80/now.jpg');
  expect(found).toBeUndefined();
  const guard = await guardOrigin(address, 'stream');
  const approached = guard.approach(['10.0.0.7'], 80, '/now.jpg');
  await expect(approached).rejects.toEqual(new OriginRefusal('other-owner'));
});

test('one that leads to a row’s camera only a moment later is not connected to', async () => {
  const { address, guardOrigin } = await unowned('rtsp://gone.example/cam');
  await row('rtsp://u:sesame@10.0.0.7/cam');
  const guard = await guardOrigin(address, 'stream');
  const approached = guard.approach(['10.0.0.7'], 554, '/cam');
  await expect(approached).rejects.toEqual(new OriginRefusal('other-owner'));
});

test('what is no URL of a camera is refused without a word of it', async () => {
  await expect(unowned('http://u:sesame@10.0.0.7/')).rejects.toMatchObject({
    code: 'bad-request',
    message: expect.not.stringContaining('sesame'),
  });
});
