/**
 * Whatever is done to the record without the key is found.
 *
 * @computes
 * @takes 59 s
 */
import { createSecretKey, randomBytes } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { chained } from './chain.ts';
import { recordPlace, type RecordPlace } from './place.ts';
import { readRecord, type Verdict } from './read-record.ts';
import { signed } from './signed.ts';
import { openLedger, sampleFacts, type Ledger } from './testing/ledger.ts';

const day = 86_400_000;
let ledger: Ledger;
let place: RecordPlace;

/** A second record of the same key, with other sessions in it and the same numbers. */
let twin: RecordPlace;

/** Five days of a record, of which the first two have been dropped. */
async function write(where: RecordPlace): Promise<void> {
  ledger.time.wall = Date.UTC(2026, 10, 23, 12);
  const audit = await ledger.open({ place: where, retentionMs: 3 * day });
  for (let at = 0; at < 5; at += 1) {
    for (let count = 0; count < 3; count += 1) {
      const delivery = audit.recorder.begin(sampleFacts({ model: `Modell „${at}“` }));
      delivery.add(1000 + at, count);
      delivery.end('idle');
    }
    await audit.retire();
    ledger.time.wall += day;
  }
  await audit.close();
}

beforeAll(async () => {
  ledger = await openLedger();
  await write(ledger.place);
  twin = recordPlace(join(dirname(ledger.place.head), 'twin'));
  await mkdir(twin.folder, { recursive: true });
  await write(twin);
});
afterAll(() => ledger.dispose());

beforeEach(async () => {
  const folder = scratchFolder('tampering');
  place = recordPlace(folder);
  await restore();
});
afterEach(() => rm(dirname(place.head), { recursive: true }));

const isRecord = (name: string): boolean => name.endsWith('.jsonl');

async function restore(): Promise<void> {
  await rm(place.folder, { recursive: true, force: true });
  await cp(ledger.place.folder, place.folder, { recursive: true });
  await cp(ledger.place.head, place.head);
}

const names = async () => (await readdir(place.folder)).filter(isRecord).toSorted();
const pathOf = (name: string): string => join(place.folder, name);
const verdict = (known?: Verdict['last']) => readRecord(place, ledger.keys, undefined, known);

/** A line of the record, by file and place: both wrap around. */
const somewhere = fc.tuple(fc.nat(), fc.nat());

async function edit(
  [fileAt]: readonly [number, number],
  change: (lines: string[]) => readonly string[],
): Promise<void> {
  const all = await names();
  const path = pathOf(all[fileAt % all.length] ?? '');
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  await writeFile(
    path,
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

/** Tampers in as many ways as asked for and expects each to be found. */
async function alwaysFound<T>(
  ways: fc.Arbitrary<T>,
  tamper: (way: T) => Promise<unknown>,
  numRuns = 60,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(ways, async (way) => {
      await restore();
      await tamper(way);
      expect((await verdict()).faults).not.toEqual([]);
    }),
    { numRuns },
  );
}

test('the record as it is verifies, from what is kept to its end', async () => {
  const { faults, first, lines, files } = await verdict();
  expect(faults).toEqual([]);
  expect(files).toBeGreaterThan(2);
  expect(first?.seq).toBeGreaterThan(1);
  expect(lines).toBeGreaterThan(20);
});

test('an altered byte', () =>
  alwaysFound(
    fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 })),
    async ([fileAt, at, change]) => {
      const all = [...(await names()).map(pathOf), place.head];
      const path = all[fileAt % all.length] ?? '';
      const bytes = await readFile(path);
      bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ change;
      await writeFile(path, bytes);
    },
    200,
  ));

test('a removed line', () =>
  alwaysFound(somewhere, (where) =>
    edit(where, (lines) => lines.toSpliced(where[1] % lines.length, 1)),
  ));

test('two lines changing places', () =>
  alwaysFound(fc.tuple(somewhere, fc.nat()), ([where, by]) =>
    edit(where, (lines) => {
      const a = where[1] % lines.length;
      const b = (a + 1 + (by % (lines.length - 1))) % lines.length;
      return lines.with(a, lines[b] ?? '').with(b, lines[a] ?? '');
    }),
  ));

test('a line that is there twice', () =>
  alwaysFound(fc.tuple(somewhere, fc.nat()), ([where, to]) =>
    edit(where, (lines) =>
      lines.toSpliced(to % (lines.length + 1), 0, lines[where[1] % lines.length] ?? ''),
    ),
  ));

test('a line made by somebody without the key, and all after it chained anew', () =>
  alwaysFound(somewhere, (where) =>
    edit(where, (lines) => {
      const at = where[1] % lines.length;
      const key = createSecretKey(randomBytes(32));
      const hashIn = (line: string) => (JSON.parse(line) as { hash: string }).hash;
      let before = at === 0 ? '' : hashIn(lines[at - 1] ?? '');
      return lines.map((line, index) => {
        if (index < at) return line;
        const { hash: _hash, ...body } = JSON.parse(line) as { hash: string };
        const made = chained(key, before, { ...body, bytes: 0 });
        before = made.hash;
        return made.line;
      });
    }),
  ));

test('a line, or a file, from another record of the same key, with the same number', async () => {
  for (const name of await names()) {
    await restore();
    await cp(join(twin.folder, name), pathOf(name));
    expect((await verdict()).faults).not.toEqual([]);
  }
  await alwaysFound(somewhere, async (where) => {
    const all = await names();
    const name = all[where[0] % all.length] ?? '';
    const theirs = (await readFile(join(twin.folder, name), 'utf8')).split('\n');
    await edit(where, (lines) => {
      const at = where[1] % lines.length;
      return lines.with(at, theirs[at] ?? '');
    });
  });
});

test('a file cut short anywhere, the newest too', () =>
  alwaysFound(somewhere, async ([fileAt, at]) => {
    const all = await names();
    const path = pathOf(all[fileAt % all.length] ?? '');
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, at % bytes.length));
  }));

test('a removed file, whichever, and any number of the oldest or newest', async () => {
  const all = await names();
  for (const name of all) {
    await restore();
    await rm(pathOf(name));
    expect((await verdict()).faults).not.toEqual([]);
  }
  for (let count = 1; count <= all.length; count += 1) {
    for (const gone of [all.slice(0, count), all.slice(-count)]) {
      await restore();
      for (const name of gone) await rm(pathOf(name));
      expect((await verdict()).faults).not.toEqual([]);
    }
  }
});

test('a file under another name, or under a second one', async () => {
  for (const name of await names()) {
    for (const [how, other] of [
      [rename, '000000000999.jsonl'],
      [rename, 'x.jsonl'],
      [cp, '000000000999.jsonl'],
      [cp, '000000000000.jsonl'],
    ] as const) {
      await restore();
      await how(pathOf(name), pathOf(other));
      expect([name, other, (await verdict()).faults]).not.toEqual([name, other, []]);
    }
  }
});

test('two files changing places', async () => {
  const all = await names();
  for (const [at, a] of all.entries()) {
    for (const b of all.slice(at + 1)) {
      await restore();
      await rename(pathOf(a), pathOf('a'));
      await rename(pathOf(b), pathOf(a));
      await rename(pathOf('a'), pathOf(b));
      expect((await verdict()).faults).not.toEqual([]);
    }
  }
});

test('an anchor that is gone, and one of another purpose', async () => {
  await rm(place.head);
  expect((await verdict()).faults).toEqual([{ what: expect.stringContaining('is missing') }]);
  await writeFile(place.head, signed(ledger.keys, 'another purpose', { seq: 1, hash: '' }));
  expect((await verdict()).faults).toContainEqual({
    what: expect.stringContaining('cannot be believed'),
  });
});

test('everything gone', async () => {
  await rm(place.folder, { recursive: true });
  await mkdir(place.folder);
  expect((await verdict()).faults).toEqual([
    { what: expect.stringContaining('are missing at the end') },
  ]);
});

test('an older state of all of it, by somebody who remembers a later line', async () => {
  const { last } = await verdict();
  const other = await openLedger();
  const audit = await other.open();
  audit.recorder.begin(sampleFacts()).end('idle');
  await audit.close();
  // A whole, genuine record that is not this one's continuation.
  const known = last && { ...last, seq: 3 };
  const found = await readRecord(other.place, other.keys, undefined, known);
  expect(found.faults).toEqual([{ what: 'line 3 is not the one that was anchored' }]);
  const later = await readRecord(other.place, other.keys, undefined, last);
  expect(later.faults).toEqual([{ what: expect.stringContaining('are missing at the end') }]);
  await other.dispose();
});

test('a fault is told where it is', async () => {
  const [, second = ''] = await names();
  await edit([1, 0], (lines) => lines.with(2, (lines[2] ?? '').replace('"idle"', '"late"')));
  expect((await verdict()).faults).toEqual([
    { file: second, number: 3, what: expect.stringContaining('altered') },
  ]);
});
