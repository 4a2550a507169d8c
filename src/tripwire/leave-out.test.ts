import { expect, test } from '@jest/globals';
import { newAccountId, newDeviceId, newGrantId, newSessionId } from '../identity/ids.ts';
import type { ForeignStamp } from '../wall/partitions/alarm.ts';
import type { Delivery, DeliveryFacts, Recorder } from '../wall/partitions/recorder.ts';
import { newStamp } from '../workshop/testing/units.ts';
import { leaveOut } from './leave-out.ts';

const facts = (): DeliveryFacts => ({
  id: newSessionId(),
  account: newAccountId(),
  grant: newGrantId(),
  device: newDeviceId(),
  model: undefined,
  protocol: 'hls',
  stamp: newStamp(),
});

test('only the sessions that are a canary’s own are left out', () => {
  const told: unknown[] = [];
  const delivery: Delivery = {
    add: (bytes, units) => told.push([bytes, units]),
    answered: (lines) => told.push(lines),
    end: (reason) => told.push(reason),
  };
  const recorder: Recorder = {
    ready: () => told.push('ready'),
    begin(begun) {
      told.push(begun);
      return delivery;
    },
    refused: (event) => told.push(event),
    noted: (note) => told.push(note),
  };
  const [own, other] = [facts(), facts()];
  const filtered = leaveOut(recorder, ({ account: whose }) => whose === own.account);
  const unrecorded = filtered.begin(own);
  unrecorded.add(5, 1);
  unrecorded.end('idle');
  expect(told).toEqual([]);

  filtered.ready();
  const recorded = filtered.begin(other);
  recorded.add(7, 2);
  recorded.end('display');
  const { account, grant, device, id: session } = own;
  const stamps = { expected: own.stamp, found: other.stamp };
  const event: ForeignStamp = { account, grant, device, session, ...stamps };
  filtered.refused(event);
  expect(told).toEqual(['ready', other, [7, 2], 'display', event]);

  const [owns, others] = [own, other].map((of) => ({
    account: of.account,
    grant: of.grant,
    device: of.device,
    session: of.id,
    stamp: of.stamp,
    what: 'reconnected' as const,
  }));
  if (owns === undefined || others === undefined) throw new Error('no notes');
  filtered.noted(owns);
  filtered.noted(others);
  expect(told.slice(5)).toEqual([others]);
});
