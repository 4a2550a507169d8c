import { cp, mkdir, readdir, rm, stat, writeFile, appendFile, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import * as waits from '../../workshop/until.ts';
import { newAccountId, newDeviceId } from '../../identity/ids.ts';
import type { Line } from './lines.ts';
import type { Audit, Dropped } from './open-audit.ts';
import { readRecord } from './read-record.ts';
import { readRunning } from './running-files.ts';
import { openLedger, sampleFacts, type Ledger } from './testing/ledger.ts';

let ledger: Ledger;
beforeEach(async () => {
  ledger = await openLedger();
});
afterEach(() => ledger.dispose());

const day = 86_400_000;
const kinds = (lines: readonly Line[]) => lines.map(({ kind }) => kind);

const until = (what: string, holds: () => Promise<boolean> | boolean) =>
  waits.until(holds, 10_000, { what });

test('a session is there from its first to its last byte, with who, what, how much and why', async () => {
  const audit = await ledger.open();
  const facts = sampleFacts();
  const delivery = audit.recorder.begin(facts);
  delivery.add(1000, 25);
  ledger.time.wall += 4_000;
  delivery.add(500, 10);
  ledger.time.wall += 30_000;
  delivery.end('idle');
  await audit.close();
  const { lines, verdict } = await ledger.read();
  expect(verdict.faults).toEqual([]);
  expect(kinds(lines)).toEqual(['file', 'start', 'opened', 'ended', 'stop']);
  const { id: session, account, grant, device, model, protocol } = facts;
  const who = { session, account, grant, device, model, protocol, ...facts.stamp };
  const from = Date.UTC(2026, 10, 23, 12);
  expect(lines[2]).toMatchObject({ ...who, build: '0.1.0+test', at: from });
  const totals = { from, to: from + 4_000, bytes: 1500, units: 35, reason: 'idle' };
  expect(lines[3]).toMatchObject({ ...who, ...totals, at: from + 34_000, build: '0.1.0+test' });
  expect(lines.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
});

test('files can be read by their owner only', async () => {
  await (await ledger.open()).close();
  const root = dirname(ledger.place.head);
  for (const path of [ledger.place.folder, ledger.place.head]) {
    expect((await stat(path)).mode & 0o077).toBe(0);
  }
  for (const name of await readdir(ledger.place.folder)) {
    expect((await stat(join(root, 'audit', name))).mode & 0o077).toBe(0);
  }
});

test('a refused foreign picture has a line of its own', async () => {
  const audit = await ledger.open();
  const { id: session, account, grant, device, stamp: expected } = sampleFacts();
  const found = { ...sampleFacts().stamp, epoch: 7 };
  audit.recorder.refused({ account, grant, session, device, expected, found });
  await audit.close();
  const { lines } = await ledger.read();
  expect(lines).toContainEqual(
    expect.objectContaining({ kind: 'refused', account, grant, session, device, expected, found }),
  );
});

test('without any end it is on the disk within a second, and the next start closes it', async () => {
  const audit = await ledger.open();
  const facts = sampleFacts({ grant: undefined, model: undefined });
  const delivery = audit.recorder.begin(facts);
  ledger.time.wall += 2_000;
  delivery.add(700, 9);
  const { place } = ledger;
  await until('the running totals', async () =>
    JSON.stringify(await readRunning(place.running, ledger.keys)).includes('[700,9,'),
  );
  // What the disk holds now is what a kill would leave.
  const left = await openLedger();
  await cp(dirname(place.head), dirname(left.place.head), { recursive: true });
  const after = { ...left.place };
  await audit.close();
  const keys = ledger.keys;
  const again = await ledger.open({ place: after, keys, build: '0.2.0+next' });
  await again.close();
  const lines: Line[] = [];
  const verdict = await readRecord(after, keys, (line) => lines.push(line));
  expect(verdict.faults).toEqual([]);
  expect(kinds(lines)).toEqual(['file', 'start', 'opened', 'ended', 'start', 'stop']);
  const from = Date.UTC(2026, 10, 23, 12);
  expect(lines[3]).toMatchObject({
    session: facts.id,
    reason: 'crashed',
    bytes: 700,
    units: 9,
    from,
    to: from + 2_000,
    build: '0.1.0+test',
  });
  await left.dispose();
});

test('a torn end is cut off, and the chain says so and goes on', async () => {
  await (await ledger.open()).close();
  const [name = ''] = (await readdir(ledger.place.folder)).filter((one) => one.endsWith('.jsonl'));
  await appendFile(join(ledger.place.folder, name), '{"seq":4,"at":"2026-');
  expect((await ledger.read()).verdict).toMatchObject({ faults: [], unfinished: 20 });
  await (await ledger.open()).close();
  const { lines, verdict } = await ledger.read();
  expect(verdict).toMatchObject({ faults: [], unfinished: 0 });
  expect(lines).toContainEqual(expect.objectContaining({ kind: 'mended', bytes: 20 }));
});

test('a file of which not even the first line got to the disk is no obstacle', async () => {
  await (await ledger.open()).close();
  await writeFile(join(ledger.place.folder, '000000000004.jsonl'), '{"seq":4');
  await (await ledger.open()).close();
  const { lines, verdict } = await ledger.read();
  expect(verdict.faults).toEqual([]);
  expect(kinds(lines)).toEqual(['file', 'start', 'stop', 'mended', 'start', 'stop']);
});

test.each<[string, (place: Ledger['place'], file: string) => Promise<unknown>]>([
  ['without its anchor', ({ head }) => rm(head)],
  ['without its files', ({ folder }) => rm(folder, { recursive: true })],
  [
    'with a line less',
    async (_place, file) => {
      const lines = (await readFile(file, 'utf8')).split('\n');
      await writeFile(file, `${lines.slice(0, -2).join('\n')}\n`);
    },
  ],
  [
    'with another last line',
    async (_place, file) => {
      await writeFile(file, (await readFile(file, 'utf8')).replace('"stop"', '"stap"'));
    },
  ],
  [
    'with an altered anchor',
    async ({ head }) => {
      await writeFile(head, (await readFile(head, 'utf8')).replace('"seq":3', '"seq":2'));
    },
  ],
])('a start refuses a record %s', async (_how, tamper) => {
  await (await ledger.open()).close();
  await tamper(ledger.place, join(ledger.place.folder, '000000000001.jsonl'));
  await expect(ledger.open()).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining('the delivery record does not verify'),
  });
});

test('every day begins a file that can be understood alone', async () => {
  const audit = await ledger.open();
  const facts = sampleFacts();
  const delivery = audit.recorder.begin(facts);
  delivery.add(10, 1);
  ledger.time.wall += day;
  delivery.add(10, 1);
  await audit.retire();
  delivery.end('display');
  await audit.close();
  const files = (await readdir(ledger.place.folder)).filter((name) => name.endsWith('.jsonl'));
  expect(files.toSorted()).toEqual(['000000000001.jsonl', '000000000004.jsonl']);
  const { lines, verdict } = await ledger.read();
  expect(verdict.faults).toEqual([]);
  const carried = { kind: 'continued', session: facts.id, bytes: 20, units: 2 };
  expect(lines.slice(3, 5)).toMatchObject([{ kind: 'file', seq: 4 }, carried]);
  expect(lines.at(-2)).toMatchObject({ kind: 'ended', bytes: 20 });
});

test('a file that has grown too long is followed by another', async () => {
  const audit = await ledger.open({ maxFileBytes: 500 });
  for (let count = 0; count < 3; count += 1) {
    audit.recorder.begin(sampleFacts()).end('idle');
    await audit.retire();
  }
  await audit.close();
  expect((await ledger.read()).verdict).toMatchObject({ faults: [], files: 4 });
});

/** What a store keeps of the past: `rows`, until they are forgotten. */
function keptRows(rows: number) {
  const asked: number[] = [];
  return {
    asked,
    forgettable: async () => rows,
    async forget(before: number) {
      asked.push(before);
      return rows;
    },
  };
}

/** A record of so many days, with a session in each. */
async function days(audit: Audit, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    audit.recorder.begin(sampleFacts()).end('idle');
    await audit.retire();
    ledger.time.wall += day;
  }
}

const filesNow = async (): Promise<readonly string[]> =>
  (await readdir(ledger.place.folder)).filter((name) => name.endsWith('.jsonl')).toSorted();

test('what has reached its age goes, with a line of log and record, and the rest verifies', async () => {
  const past = keptRows(3);
  const dropped: Dropped[] = [];
  const onDropped = (one: Dropped) => void dropped.push(one);
  const audit = await ledger.open({ retentionMs: 10 * day, past, onDropped });
  await days(audit, 15);
  await audit.close();
  const { lines, verdict } = await ledger.read();
  const before = Date.UTC(2026, 10, 27, 12);
  expect(verdict.faults).toEqual([]);
  // By their own times: all files were made in this moment, as the file system says.
  expect(verdict.first?.at).toBe(before);
  expect(lines.findLast(({ kind }) => kind === 'dropped')).toMatchObject({
    first: verdict.first?.seq,
    files: 1,
  });
  expect(past.asked.at(-1)).toBe(before);
  expect(lines.findLast(({ kind }) => kind === 'forgotten')).toMatchObject({ before, rows: 3 });
  expect(dropped.at(-1)).toEqual({ before, files: 1, rows: 3 });
});

test('nothing is dropped while the clock cannot be believed', async () => {
  const past = keptRows(3);
  const dropped: Dropped[] = [];
  let settled = false;
  const options = {
    retentionMs: 10 * day,
    past,
    settled: () => settled,
    onDropped: (one: Dropped) => void dropped.push(one),
  };
  const first = await ledger.open(options);
  await days(first, 3);
  await first.close();
  const before = await filesNow();
  ledger.time.wall += 100 * day;
  const ahead = await ledger.open(options);
  await ahead.retire();
  expect(await filesNow()).toEqual([...before, expect.any(String)]);
  expect([past.asked, dropped]).toEqual([[], []]);
  settled = true;
  await ahead.retire();
  expect(await filesNow()).toHaveLength(1);
  await ahead.close();
  expect((await ledger.read()).verdict.faults).toEqual([]);
});

test('what the store keeps of the past goes only once the line of it is on the disk', async () => {
  const past = keptRows(3);
  const audit = await ledger.open({ past: { ...past, forgettable: async () => 0 } });
  await audit.retire();
  await audit.close();
  expect(past.asked).toEqual([]);
  const told = await ledger.open({
    past: {
      ...past,
      async forget(before) {
        expect(kinds((await ledger.read()).lines).at(-1)).toBe('forgotten');
        return past.forget(before);
      },
    },
  });
  await told.close();
  expect([past.asked.length, ledger.troubles]).toEqual([1, []]);
});

test.each([
  ['ahead', 1_000 * day],
  ['behind', -20_000 * day],
])('what was written while the clock was %s is as old as what came after it', async (_how, ms) => {
  let settled = true;
  const audit = await ledger.open({ retentionMs: 10 * day, settled: () => settled });
  await days(audit, 2);
  settled = false;
  ledger.time.wall += ms;
  await days(audit, 1);
  ledger.time.wall -= ms + day;
  settled = true;
  const misdated = async () =>
    (await ledger.read()).lines.filter(({ at }) => Math.abs(at - ledger.time.wall) > 400 * day);
  await days(audit, 9);
  expect((await ledger.read()).verdict.first?.at).toBe(Date.UTC(2026, 10, 23, 12));
  // Both days before it go, and it stays with the one after it.
  await days(audit, 2);
  expect((await ledger.read()).lines[0]?.at).toBe((await misdated())[0]?.at);
  await days(audit, 1);
  expect(await misdated()).toEqual([]);
  await audit.close();
  expect((await ledger.read()).verdict.faults).toEqual([]);
});

test('while the disk fails nothing is lost; after ten seconds nobody is shown anything new', async () => {
  const audit = await ledger.open();
  const delivery = audit.recorder.begin(sampleFacts());
  // Where the anchor is drafted: no file can be made there.
  await mkdir(`${ledger.place.head}.new`);
  delivery.end('idle');
  await until('the trouble', () => ledger.troubles.length > 0);
  expect(() => audit.recorder.ready()).not.toThrow();
  ledger.time.monotonic += 10_000;
  expect(() => audit.recorder.ready()).toThrow('the delivery record cannot be written');
  await rm(`${ledger.place.head}.new`, { recursive: true });
  await until('the end of it', () => ledger.troubles.length > 1);
  expect(() => audit.recorder.ready()).not.toThrow();
  expect(ledger.troubles).toMatchObject([{ code: 'EISDIR' }, 'mended']);
  await audit.close();
  const { lines, verdict } = await ledger.read();
  expect([verdict.faults, kinds(lines)]).toEqual([
    [],
    ['file', 'start', 'opened', 'ended', 'stop'],
  ]);
});

test('a bridge does not start where it could not keep a record', async () => {
  await mkdir(`${ledger.place.head}.new`);
  await expect(ledger.open()).rejects.toMatchObject({ code: expect.any(String) });
});

test('an operator’s word on who owns a camera is a line of its own, once', async () => {
  const word = {
    account: newAccountId(),
    device: newDeviceId(),
    formerAccount: newAccountId(),
    formerDevice: newDeviceId(),
    at: ledger.time.wall - 5_000,
  };
  let waiting = [word];
  let storeIsDown = true;
  const takeOvers = {
    async unrecordedTakeOvers() {
      if (storeIsDown) throw new Error('down');
      return waiting;
    },
    async takeOversRecorded({ at }: { at: number }) {
      waiting = waiting.filter((one) => one.at > at);
    },
  };
  const audit = await ledger.open({ takeOvers });
  storeIsDown = false;
  await until('it is noted', () => waiting.length === 0);
  await audit.close();
  const { lines, verdict } = await ledger.read();
  expect([verdict.faults, ledger.troubles]).toEqual([[], []]);
  expect(kinds(lines)).toEqual(['file', 'start', 'taken-over', 'stop']);
  const { at: on, ...who } = word;
  expect(lines[2]).toMatchObject({ ...who, on });
});
