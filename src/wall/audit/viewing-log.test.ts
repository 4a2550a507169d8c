import { expect, test } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { newAccountId, newDeviceId, newGrantId, newSessionId } from '../../identity/ids.ts';
import { newStamp } from '../../workshop/testing/units.ts';

import { noRecord, type DeliveryFacts } from '../partitions/recorder.ts';
import { logViewings } from './viewing-log.ts';

function scene(clientOf = (): Promise<string | undefined> => Promise.resolve('an-assistant')) {
  const lines: object[] = [];
  const time = { now: 1_000 };
  const log = {
    info: (fields: object, message: string) => void lines.push({ ...fields, message }),
  };
  const recorder = logViewings(noRecord, { log, clientOf, clock: () => time.now });
  const facts: DeliveryFacts = {
    id: newSessionId(),
    account: newAccountId(),
    grant: newGrantId(),
    device: newDeviceId(),
    model: 'Lattice Door',
    protocol: 'hls',
    stamp: newStamp(),
    address: '192.0.2.7',
  };
  const { id: session, account, grant, device, protocol } = facts;
  return { lines, time, recorder, facts, ids: { session, account, grant, device, protocol } };
}

test('a viewing is two lines: its first picture, and its end with how long and how much', async () => {
  const { lines, time, recorder, facts, ids } = scene();
  const delivery = recorder.begin(facts);
  delivery.add(300, 0);
  await turn();
  expect(lines).toEqual([]);
  delivery.add(5_000, 12);
  delivery.add(5_000, 12);
  time.now += 4_000.4;
  delivery.end('display');
  // Under way as it ended.
  delivery.add(10, 1);
  delivery.end('display');
  await turn();
  expect(lines).toEqual([
    { ...ids, client: 'an-assistant', message: 'a viewing began' },
    {
      ...ids,
      reason: 'display',
      ms: 4_000,
      bytes: 10_300,
      units: 24,
      message: 'a viewing ended',
    },
  ]);
});

test('a session of which no picture was fetched is no viewing', async () => {
  const { lines, recorder, facts } = scene();
  const delivery = recorder.begin(facts);
  delivery.add(300, 0);
  delivery.end('idle');
  await turn();
  expect(lines).toEqual([]);
});

test('where the store cannot say whose display it is, the line goes without', async () => {
  const { lines, recorder, facts, ids } = scene(() => Promise.reject(new Error('locked')));
  const delivery = recorder.begin(facts);
  delivery.add(10, 1);
  delivery.end('idle');
  await turn();
  expect(lines).toMatchObject([{ ...ids, message: 'a viewing began' }, { reason: 'idle' }]);
  expect(lines[0]).not.toHaveProperty('client');
});
