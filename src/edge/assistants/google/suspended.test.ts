/**
 * What Google is answered while the operator has delivery suspended.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSwitch } from '../../../wall/operator/switch.ts';
import { askExecute, askQuery, askSync, stream } from '../../../workshop/testing/asks.ts';
import { type EdgeHouse, openEdgeHouse } from '../../../workshop/testing/edge-house.ts';

let edge: EdgeHouse;
beforeAll(async () => {
  edge = await openEdgeHouse();
  const operator = createSwitch(edge.house.store, Date.now);
  await operator.suspend({ of: 'device', device: edge.birch.device });
});
afterAll(() => edge.close());

async function ask(asked: object): Promise<unknown> {
  const response = await edge.post(edge.birch.token, asked);
  expect(response.status).toBe(200);
  return ((await response.json()) as { payload: unknown }).payload;
}

test('SYNC lists the device as before', async () => {
  const { device, doorbell } = edge.birch;
  expect(await ask(askSync())).toMatchObject({ devices: [{ id: device }, { id: doorbell }] });
});

test('QUERY says that its camera can be reached, as it can', async () => {
  const { device } = edge.birch;
  expect(await ask(askQuery(device))).toEqual({
    devices: { [device]: { online: true, status: 'SUCCESS' } },
  });
});

test('EXECUTE has no stream of it, and one of the others', async () => {
  const { device, doorbell } = edge.birch;
  expect(await ask(askExecute(stream([device, doorbell], ['hls'])))).toMatchObject({
    commands: [
      { ids: [device], status: 'ERROR', errorCode: 'streamUnavailable' },
      { ids: [doorbell], status: 'SUCCESS' },
    ],
  });
});
