import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newAccountId, newDeviceId, type DeviceId } from '../../identity/ids.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import { noNames } from '../partitions/claims.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister } from './register.ts';
import { createSwitch, type Switch } from './switch.ts';

let house: TestHouse;
let birch: TestAccount;
let operator: Switch;

beforeEach(async () => {
  house = await openTestHouse();
  birch = await house.addAccount('Birch');
  operator = createSwitch(house.store, () => house.time.wall);
});
afterEach(() => house.close());

async function addCamera(model: string): Promise<DeviceId> {
  return createRegister(house.store, house.ring, noNames, streamForm).addCamera({
    owner: birch.account,
    kind: 'camera',
    model,
    name: model,
    nicknames: [],
    source: { stream: 'rtsp://127.0.0.1:554/x', transport: 'auto', alwaysWarm: false },
  });
}

test('what is suspended is listed with its terms, a camera by its owner’s id', async () => {
  const harbour = await house.addAccount('Harbour');
  const register = createRegister(house.store, house.ring, noNames, streamForm);
  const seen = await register.share(birch.device, harbour.account);
  const since = house.time.wall;
  const camera = { what: { of: 'device', device: birch.device }, since, reason: 'Odd pictures' };
  const terms = { reason: ' Odd pictures ' };
  expect(await operator.suspend({ of: 'device', device: seen }, terms)).toStrictEqual(camera);
  house.time.wall += 1;
  const everything = { what: { of: 'all' }, since: since + 1, until: since + 9 };
  expect(await operator.suspend({ of: 'all' }, { until: since + 9 })).toEqual(everything);
  expect(await operator.list()).toEqual([camera, everything]);
  house.time.wall = since + 9;
  expect(await operator.list()).toEqual([camera]);
  expect(await operator.resume({ of: 'device', device: birch.device })).toEqual(camera);
  expect(await operator.list()).toEqual([]);
});

test('what does not exist is told so', async () => {
  const none = { code: 'not-found' };
  const nothing = newDeviceId();
  await expect(operator.suspend({ of: 'device', device: nothing })).rejects.toMatchObject({
    ...none,
    message: `there is no camera ${nothing}: see casement camera list`,
  });
  await expect(operator.suspend({ of: 'account', account: newAccountId() })).rejects.toMatchObject(
    none,
  );
  expect(await operator.list()).toEqual([]);
});

test('a model that no camera has is refused with those there are, unless it is meant', async () => {
  const unknown = { of: 'model', model: 'view' } as const;
  await expect(operator.suspend(unknown)).rejects.toMatchObject({
    code: 'not-found',
    message: 'no camera is of the model "view": no camera has a model',
  });
  await addCamera('View');
  await addCamera('Door');
  await expect(operator.suspend(unknown)).rejects.toMatchObject({
    message: 'no camera is of the model "view": there are "Door", "View"',
  });
  await operator.suspend({ of: 'model', model: ' View ' });
  await operator.suspend(unknown, { unknownModel: true });
  expect((await operator.list()).map(({ what }) => what)).toEqual([
    { of: 'model', model: 'View' },
    unknown,
  ]);
});

test('what is not suspended cannot be resumed; what is over by the clock can, once', async () => {
  const account = { of: 'account', account: birch.account } as const;
  const none = { code: 'not-found', message: 'this is not suspended' };
  await expect(operator.resume(account)).rejects.toMatchObject(none);
  await operator.suspend({ of: 'all' });
  await expect(operator.resume(account)).rejects.toMatchObject(none);
  await operator.suspend(account, { until: house.time.wall + 1 });
  house.time.wall += 1;
  await operator.resume(account);
  await expect(operator.resume(account)).rejects.toMatchObject(none);
});

test('terms that make no sense are refused by name', async () => {
  const all = { of: 'all' } as const;
  const refused = (terms: object) => expect(operator.suspend(all, terms)).rejects;
  const code = 'bad-request';
  await refused({ until: house.time.wall }).toMatchObject({
    code,
    message: 'the end of the suspension is in the past',
  });
  await refused({ reason: '  ' }).toMatchObject({ code, message: 'the reason is empty' });
  const message = 'the reason is not one line of at most 200 characters';
  await refused({ reason: 'a\u001b[2J' }).toMatchObject({ code, message });
  await refused({ reason: 'x'.repeat(201) }).toMatchObject({ code, message });
  expect(await operator.list()).toEqual([]);
  const longest = '\u{1f6aa}'.repeat(200);
  expect(await operator.suspend(all, { reason: longest })).toMatchObject({ reason: longest });
});

test('a camera is named by its owner, wherever that stands, and one that has gone is not', async () => {
  const harbour = await house.addAccount('Harbour');
  const register = createRegister(house.store, house.ring, noNames, streamForm);
  const device = await register.share(birch.device, harbour.account);
  const { map, suspensions } = house.store.operator;
  const over = (entriesOf: typeof map.entriesOf) =>
    createSwitch({ operator: { map: { ...map, entriesOf }, suspensions } }, () => house.time.wall);
  const reversed = over(async (camera) => (await map.entriesOf(camera)).toReversed());
  const what = { of: 'device', device: birch.device } as const;
  expect(await reversed.suspend({ of: 'device', device })).toMatchObject({ what });
  const gone = over(async () => []);
  expect(await gone.list()).toEqual([]);
  const refused = { code: 'not-found', message: 'the camera is gone' };
  await expect(gone.suspend(what)).rejects.toMatchObject(refused);
});
