/** An answer that had to wait for a camera: what was found before may not be so any more. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { DeviceId } from '../../../identity/ids.ts';
import { noNames } from '../../../wall/partitions/claims.ts';
import { streamForm } from '../../../pictures/cameras/stream-form.ts';
import { createRegister, type Register } from '../../../wall/operator/register.ts';
import { askExecute, askQuery, stream } from '../../../workshop/testing/asks.ts';
import { type EdgeHouse, openEdgeHouse } from '../../../workshop/testing/edge-house.ts';

let edge: EdgeHouse;
let register: Register;
let meanwhile: () => Promise<unknown>;

beforeEach(async () => {
  meanwhile = async () => undefined;
  edge = await openEdgeHouse({ streams: { before: async () => void (await meanwhile()) } });
  register = createRegister(edge.house.store, edge.house.ring, noNames, streamForm);
});
afterEach(() => edge.close());

const intents = [
  ['QUERY', (device: DeviceId) => askQuery(device)],
  ['EXECUTE', (device: DeviceId) => askExecute(stream([device], ['hls']))],
] as const;

async function answer(body: object): Promise<string> {
  return (await edge.post(edge.birch.token, body)).text();
}

test.each(intents)(
  '%s does not know a device that was taken away meanwhile',
  async (_intent, ask) => {
    const { device } = edge.birch;
    meanwhile = async () => {
      edge.house.time.monotonic += 1_000;
      await register.remove(device);
    };
    expect(await answer(ask(device))).toContain('"deviceNotFound"');
  },
);

test.each(intents)('%s does not know one that was handed over', async (_intent, ask) => {
  const { device } = edge.birch;
  meanwhile = async () => {
    edge.house.time.monotonic += 1_000;
    await register.transfer(device, edge.harbour.account);
  };
  expect(await answer(ask(device))).toContain('"deviceNotFound"');
});

test.each(intents)('%s says nothing of the camera of one that was handed over', async (_, ask) => {
  const { device } = edge.birch;
  await register.rename(device, { name: 'Locked cellar' });
  expect(await answer(ask(device))).toContain('It does not let us in.');
  meanwhile = async () => {
    edge.house.time.monotonic += 1_000;
    await register.transfer(device, edge.harbour.account);
  };
  const said = await answer(ask(device));
  expect(said).toContain('"deviceNotFound"');
  expect(said).not.toContain('let us in');
});

test.each(intents)('%s says nothing of another account’s camera', async (_, ask) => {
  const device = await edge.camera(edge.harbour, 'Locked cellar');
  const said = await answer(ask(device));
  expect(said).not.toContain('let us in');
  expect(said).not.toContain('debugString');
});

test.each(intents)('%s is answered where something else has changed', async (_intent, ask) => {
  meanwhile = async () => {
    edge.house.time.monotonic += 1_000;
    await register.remove(edge.birch.doorbell);
  };
  expect(await answer(ask(edge.birch.device))).toContain('"SUCCESS"');
});
