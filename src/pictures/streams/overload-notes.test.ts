import { afterEach, expect, test } from '@jest/globals';
import { createConditions } from '../cameras/conditions.ts';
import { until } from '../../workshop/until.ts';
import { addressOf, newStamp } from '../../workshop/testing/units.ts';
import { noteOverloads } from './overload-notes.ts';

const told: string[] = [];
const conditions = createConditions({
  onChange: ({ reason }) => told.push(reason?.code ?? 'plays'),
  reportIntervalMs: 60_000,
});
afterEach(() => conditions.close());

test('a camera is overloaded until it has not been for some time, and that is told once', async () => {
  const notes = noteOverloads(conditions, 50);
  const from = addressOf(newStamp());
  for (let times = 0; times < 100; times += 1) notes.note(from);
  expect(conditions.of(from)?.reason).toEqual({ code: 'overloaded' });
  expect(told).toEqual(['overloaded']);
  await until(() => conditions.of(from)?.reason === undefined);
  notes.close();
});

test('what else is said of it meanwhile stands', async () => {
  const notes = noteOverloads(conditions, 20);
  const [from, other] = [addressOf(newStamp()), addressOf(newStamp())];
  notes.note(from);
  conditions.note(from, 'stream', { code: 'refused' });
  notes.note(other);
  await until(() => conditions.of(other)?.reason === undefined);
  expect(conditions.of(from)?.reason).toEqual({ code: 'refused' });
  notes.close();
});
