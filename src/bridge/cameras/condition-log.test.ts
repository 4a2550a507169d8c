import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ConditionChange } from '../../pictures/cameras/condition.ts';
import { createConditionLog } from './condition-log.ts';
import { newCameraId } from '../../identity/ids.ts';
import { createLog } from '../../common/log.ts';
import type { MappedDevice } from '../../storage/device-map.ts';
import type { Store } from '../../storage/store.ts';

const camera = newCameraId();
let lines: Record<string, unknown>[];
let entries: () => Promise<readonly Partial<MappedDevice>[]>;
let tell: (told: ConditionChange) => Promise<void>;

beforeEach(() => {
  lines = [];
  entries = async () => [
    { role: 'viewer', epoch: 2, device: 'd_viewer' as MappedDevice['device'] },
    { role: 'owner', epoch: 2, device: 'd_owner' as MappedDevice['device'] },
  ];
  const map = { entriesOf: () => entries() } as unknown as Store['operator']['map'];
  const write = (line: string): void => void lines.push(JSON.parse(line) as (typeof lines)[number]);
  tell = createConditionLog({ operator: { map } }, createLog('info', { write }));
});
afterEach(() => {
  for (const line of lines) expect(JSON.stringify(line)).not.toContain(camera);
});

const told = (change: Partial<ConditionChange>): ConditionChange => ({
  from: { stamp: { camera, epoch: 2 }, opening: 1 },
  line: 'stream',
  reason: { code: 'wrong-password' },
  since: 0,
  leftOut: 0,
  ...change,
});

test('names the owner’s device, the reason, since when, and the mend', async () => {
  await tell(told({ leftOut: 3 }));
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'warn',
      device: 'd_owner',
      reason: 'wrong-password',
      since: '1970-01-01T00:00:00.000Z',
      changesLeftOut: 3,
      mend: expect.stringContaining('camera source'),
      msg: 'a camera shows nothing: It refuses this user or password.',
    }),
  ]);
});

test('of a camera that may show something all the same it does not say that it shows nothing', async () => {
  await tell(told({ reason: { code: 'damaged' } }));
  expect(lines[0]?.['msg']).toBe('a camera shows little or nothing: Its pictures come damaged.');
});

test('says when it plays again', async () => {
  await tell(told({ reason: undefined }));
  expect(lines).toEqual([
    expect.objectContaining({ level: 'info', device: 'd_owner', reason: 'plays' }),
  ]);
});

test('tells of every camera, however many go off at once', async () => {
  for (let n = 0; n < 100; n += 1) await tell(told({}));
  expect(lines).toHaveLength(100);
  expect(Object.keys(lines[0] ?? {})).toEqual(
    expect.arrayContaining(['device', 'reason', 'since', 'mend']),
  );
});

test('of a camera that was handed over meanwhile nothing is told', async () => {
  await tell(told({ from: { stamp: { camera, epoch: 1 }, opening: 1 } }));
  expect(lines).toEqual([]);
});

test('where the store does not answer, the reason is told all the same', async () => {
  entries = () => Promise.reject(new Error('gone'));
  await tell(told({ line: 'still' }));
  expect(lines).toEqual([
    expect.objectContaining({
      line: 'still',
      reason: 'wrong-password',
      msg: 'a camera gives no still of its own: It refuses this user or password.',
    }),
  ]);
});

test('what its ONVIF service does not answer is told by what is not shown for it', async () => {
  await tell(told({ line: 'onvif', reason: { code: 'onvif-silent' } }));
  await tell(told({ line: 'still', reason: undefined }));
  expect(lines).toEqual([expect.objectContaining({ msg: 'a camera gives its still again' })]);
});
