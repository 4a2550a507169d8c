import { expect, test } from '@jest/globals';
import type { DeviceCondition } from '../../bridge/control/messages.ts';
import { newDeviceId } from '../../identity/ids.ts';
import { conditionLines, shownOther, shownState, stateWord } from './condition.ts';

const device = newDeviceId();
const other = newDeviceId();
const at = Date.UTC(2026, 10, 28, 21, 30, 59);
const known = (reason: DeviceCondition['reason']) =>
  new Map([[device as string, { device, since: at, reason }]]);

test('what is not known is told as such', () => {
  expect(stateWord(undefined, device, false)).toBe('bridge not running: unknown');
  expect(stateWord(undefined, device, true)).toBe('bridge does not answer: unknown');
  expect(stateWord(known(null), other, true)).toBe('not asked yet');
  expect(shownState(undefined, device)).toBeNull();
  expect(shownState(known(null), other)).toBeNull();
  expect(conditionLines(undefined, [{ device, role: 'owner' }])).toEqual([]);
});

test('a camera plays, since when', () => {
  expect(stateWord(known(null), device, true)).toBe('plays since 2026-11-28T21:30Z');
  expect(shownState(known(null), device)).toEqual({
    reason: 'plays',
    since: '2026-11-28T21:30:59.000Z',
  });
});

test('a reason is told with its words, below the list for its owner alone', () => {
  const conditions = known({ code: 'status', status: 503 });
  expect(stateWord(conditions, device, true)).toBe('status since 2026-11-28T21:30Z');
  expect(shownState(conditions, device)).toMatchObject({
    reason: 'status',
    status: 503,
    what: expect.stringContaining('503'),
    mend: expect.any(String),
  });
  expect(conditionLines(conditions, [{ device, role: 'owner' }])).toEqual([
    expect.stringMatching(new RegExp(`^${device} shows nothing: .*503`)),
  ]);
  expect(conditionLines(conditions, [{ device, role: 'viewer' }])).toEqual([]);
});

test('a camera that may show something all the same is not said to show nothing', () => {
  expect(conditionLines(known({ code: 'damaged' }), [{ device, role: 'owner' }])).toEqual([
    expect.stringContaining(`${device} shows little or nothing: Its pictures come damaged.`),
  ]);
});

test('a reason of a later bridge is told by its code', () => {
  const conditions = known({ code: 'too-hot' });
  expect(stateWord(conditions, device, true)).toBe('too-hot since 2026-11-28T21:30Z');
  expect(shownState(conditions, device)).toEqual({
    reason: 'too-hot',
    since: expect.any(String),
  });
  expect(conditionLines(conditions, [{ device, role: 'owner' }])).toEqual([]);
});

test('of its still and its ONVIF service the same is told, beside what its stream does', () => {
  const still = { since: at, reason: { code: 'no-such-stream' } };
  const onvif = { since: at, reason: null };
  const conditions = new Map([
    [device as string, { device, since: at, reason: null, still, onvif }],
  ]);
  expect(shownState(conditions, device)).toMatchObject({ reason: 'plays' });
  expect(shownOther(conditions, device, 'still')).toMatchObject({
    reason: 'no-such-stream',
    since: '2026-11-28T21:30:59.000Z',
    mend: expect.any(String),
  });
  expect(shownOther(conditions, device, 'onvif')).toMatchObject({ reason: 'answers' });
  expect(shownOther(known(null), device, 'still')).toBeNull();
  expect(conditionLines(conditions, [{ device, role: 'owner' }])).toEqual([
    expect.stringMatching(new RegExp(`^${device} gives no still of its own: It answers, but`)),
  ]);
  const silent = { ...onvif, reason: { code: 'onvif-silent' } };
  const all = new Map([[device as string, { device, ...silent, still, onvif: silent }]]);
  expect(conditionLines(all, [{ device, role: 'owner' }])).toEqual([
    expect.stringContaining('shows nothing'),
    expect.stringContaining('no still'),
    expect.stringContaining('over ONVIF'),
  ]);
  expect(conditionLines(all, [{ device, role: 'viewer' }])).toEqual([]);
});
