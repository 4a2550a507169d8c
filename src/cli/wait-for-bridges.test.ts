import { beforeEach, expect, test } from '@jest/globals';
import { newBridgeId } from '../identity/ids.ts';
import type { BridgeRow } from '../storage/bridges.ts';
import { unheardInWords, waitedInJson, waitedInWords, waitForBridges } from './wait-for-bridges.ts';

let time: number;
/** What the rows are at a time. */
let rowsAt: (ms: number) => readonly BridgeRow[];

beforeEach(() => {
  time = 0;
});

const called = 10;
const there = async () => ({ taken: called, rows: rowsAt(time) });
/** Waits by a clock of its own; returns what came of it, and how long that took. */
async function wait() {
  const parts = { clock: () => time, pause: async (ms: number) => void (time += ms) };
  const waited = await waitForBridges({ call: there, list: there }, parts);
  return { ...waitedInJson(waited), waited, ms: time };
}

const id = newBridgeId();
const row = (taken: number, over: Partial<BridgeRow> = {}): BridgeRow => ({
  id,
  name: 'north',
  leaseMs: 1_000,
  beat: 1,
  acted: { taken, all: 1, control: 1 },
  leftMs: 1_000,
  ...over,
});
/** A bridge that beats five times a second, and has a lease each time. */
const beating = (ms: number) => ({ beat: Math.floor(ms / 200), leftMs: 1_000 - (ms % 200) });

test('where no bridge has a row none is waited for', async () => {
  rowsAt = () => [];
  expect(await wait()).toMatchObject({ acted: 0, over: [], unheard: [], ms: 0 });
});

test('a bridge is waited for until it has acted on what was called', async () => {
  rowsAt = (ms) => [row(ms < 300 ? called - 1 : called, beating(ms))];
  const { ms, acted, waited } = await wait();
  expect({ ms, acted }).toEqual({ ms: 300, acted: 1 });
  expect(waitedInWords(waited)).toBe('1 bridge has acted on it.');
});

test('one that leaves has ended every stream before', async () => {
  rowsAt = (ms) => (ms < 100 ? [row(0)] : []);
  expect(await wait()).toMatchObject({ acted: 1, ms: 100 });
});

test('one that is not heard of is waited for until its lease is over, and a little longer', async () => {
  rowsAt = (ms) => [row(0, { leftMs: 900 - ms })];
  const { ms, over, waited } = await wait();
  expect(over).toEqual(['north']);
  expect(ms).toBeGreaterThan(1_000);
  expect(ms).toBeLessThan(1_100);
  expect(waitedInWords(waited)).toContain('1 bridge was not heard of');
});

test('one whose lease was long over is not waited for until it could have been heard of', async () => {
  rowsAt = () => [row(0, { leftMs: -60_000 })];
  expect(await wait()).toMatchObject({ over: ['north'], ms: 500 });
});

test('a clock of the server that was put forward makes no lease over of a bridge that beats', async () => {
  rowsAt = (ms) => [
    row(ms < 800 ? 0 : called, ms < 200 ? { leftMs: -9_000 } : { ...beating(ms), leftMs: -9_000 }),
  ];
  expect(await wait()).toMatchObject({ acted: 1, over: [], ms: 800 });
});

test('one that beats and does not act is given its lease and two seconds, and named', async () => {
  const other = row(called, { id: newBridgeId(), name: 'south' });
  rowsAt = (ms) => [row(0, beating(ms)), other];
  const { ms, acted, unheard, waited } = await wait();
  expect({ ms, acted, unheard }).toEqual({ ms: 3_000, acted: 1, unheard: ['north'] });
  expect(unheardInWords(waited)).toBe('1 bridge does not act on it: north');
});

test('one that comes meanwhile is not waited for: it looks before it shows anything', async () => {
  const late = row(0, { id: newBridgeId(), name: 'late' });
  rowsAt = (ms) => (ms < 100 ? [row(0)] : [row(called), late]);
  expect(await wait()).toMatchObject({ acted: 1, unheard: [], ms: 100 });
});

test('a store that does not answer any more is told of', async () => {
  const down = { call: there, list: () => Promise.reject(new Error('down')) };
  rowsAt = () => [row(0)];
  const parts = { clock: () => time, pause: async () => undefined };
  await expect(waitForBridges(down, parts)).rejects.toThrow('down');
});
