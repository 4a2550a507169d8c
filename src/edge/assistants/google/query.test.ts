import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Failure } from '../../../common/failures.ts';
import { askQuery } from '../../../workshop/testing/asks.ts';
import { type EdgeHouse, openEdgeHouse } from '../../../workshop/testing/edge-house.ts';
import { until } from '../../../workshop/until.ts';
import { overTenant } from '../../../workshop/testing/over-tenant.ts';

let edge: EdgeHouse;
let asked: string[] = [];
let gate: Promise<void> | undefined;
let fault: Failure | undefined;

beforeAll(async () => {
  edge = await openEdgeHouse({
    streams: {
      async before(name) {
        asked.push(name);
        await gate;
        if (fault !== undefined) throw fault;
      },
    },
  });
});
afterAll(() => edge.close());

async function query(...ids: string[]) {
  asked = [];
  const response = await edge.post(edge.birch.token, askQuery(...ids));
  expect(response.status).toBe(200);
  const { payload } = (await response.json()) as { payload: { devices: object } };
  return payload.devices;
}

test('QUERY says of each device whether it can be reached', async () => {
  const offline = await edge.camera(edge.birch, 'Offline cellar');
  const broken = await edge.camera(edge.birch, 'Broken attic');
  expect(await query(edge.birch.device, offline, broken, edge.harbour.device, 'nothing')).toEqual({
    [edge.birch.device]: { online: true, status: 'SUCCESS' },
    [offline]: { online: false, status: 'OFFLINE' },
    [broken]: { online: false, status: 'ERROR', errorCode: 'hardError' },
    [edge.harbour.device]: { online: false, status: 'ERROR', errorCode: 'deviceNotFound' },
    nothing: { online: false, status: 'ERROR', errorCode: 'deviceNotFound' },
  });
  expect(edge.logged).toContain('reported {"name":"TypeError"}');
  expect(edge.logged.join()).not.toContain('secret');
});

test('a device named twice is asked once', async () => {
  const { device } = edge.birch;
  expect(Object.keys(await query(device, device, device))).toEqual([device]);
  expect(asked).toHaveLength(1);
});

test('devices are asked side by side', async () => {
  let open = () => {};
  gate = new Promise((resolve) => {
    open = resolve;
  });
  const answer = query(edge.birch.device, edge.birch.doorbell);
  // Both are being asked although neither has answered.
  await until(() => asked.length >= 2);
  open();
  gate = undefined;
  expect(Object.keys(await answer)).toHaveLength(2);
});

test('names that objects have of their own are devices that do not exist', async () => {
  const ids = ['__proto__', 'constructor', 'toString', ''];
  const devices = await query(...ids);
  expect(Object.keys(devices).toSorted()).toEqual(ids.toSorted());
});

test('no device at all is an empty answer', async () => {
  expect(await query()).toEqual({});
});

test('storage that goes away in the middle is 503 for the whole', async () => {
  fault = new Failure('storage-down', 'the store cannot be asked');
  try {
    const response = await edge.post(edge.birch.token, askQuery(edge.birch.device));
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ payload: { errorCode: 'transientError' } });
  } finally {
    fault = undefined;
  }
});

test('of many, those that the account has not are not looked up one by one', async () => {
  const { doorbell } = edge.birch;
  const strange = Array.from({ length: 498 }, (_, at) => `nothing ${at}`);
  const lookedUp: string[] = [];
  const counted = overTenant({ ...edge.house.store }, (own) => ({
    entry(device) {
      lookedUp.push(device);
      return own.entry(device);
    },
  }));
  const of = jest
    .spyOn(edge.house.store, 'of')
    .mockImplementation((account) => counted.of(account));
  try {
    const devices = await query(...strange, edge.harbour.device, doorbell);
    expect(Object.keys(devices)).toHaveLength(500);
    expect(devices).toMatchObject({
      [doorbell]: { online: true, status: 'SUCCESS' },
      [edge.harbour.device]: { online: false, status: 'ERROR', errorCode: 'deviceNotFound' },
      'nothing 497': { online: false, status: 'ERROR', errorCode: 'deviceNotFound' },
    });
    expect(lookedUp.filter((id) => id !== doorbell)).toEqual([]);
  } finally {
    of.mockRestore();
  }
});
