/** The record knows how far the database had come, and says so of one that has gone back. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { auditKeys, type AuditKeys } from '../../identity/audit-key.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { knownRevision, noteRestore } from './note-restore.ts';
import { refuseOlder } from './older.ts';
import { openAudit, type Audit } from './open-audit.ts';
import { recordPlace, type RecordPlace } from './place.ts';
import { readRecord } from './read-record.ts';
import { until } from '../../workshop/until.ts';

let folder: string;
let place: RecordPlace;
let keys: AuditKeys;
let revision: number;

beforeEach(async () => {
  folder = scratchFolder('older');
  place = recordPlace(folder);
  keys = auditKeys(openKeyRing(join(folder, 'keys.json')));
  revision = 5;
});
afterEach(() => removeFolder(folder));

const open = (): Promise<Audit> =>
  openAudit({
    place,
    keys,
    build: 'b',
    retentionMs: 86_400_000,
    onTrouble: (error) => {
      throw error;
    },
    onMended: () => undefined,
    takeOvers: { unrecordedTakeOvers: async () => [], takeOversRecorded: async () => undefined },
    revision: async () => revision,
    past: { forgettable: async () => 0, forget: async () => 0 },
    settled: () => true,
    onDropped: () => undefined,
    now: Date.now,
    clock: () => performance.now(),
  });

test('the anchor knows the highest revision, whether or not a line is written', async () => {
  expect(await knownRevision(place, keys)).toBe(0);
  const audit = await open();
  try {
    expect(await knownRevision(place, keys)).toBe(5);
    revision = 9;
    await until(async () => (await knownRevision(place, keys)) === 9);
    revision = 7;
  } finally {
    await audit.close();
  }
  expect(await knownRevision(place, keys)).toBe(9);
  await (await open()).close();
  expect(await knownRevision(place, keys)).toBe(9);
  expect((await readRecord(place, keys)).faults).toEqual([]);
});

test('a restore is a line of the record, from whose revision on older is counted', async () => {
  await (await open()).close();
  const restored = { by: 'restore', revision: 12, grants: 2, shares: 1 } as const;
  await noteRestore(place, keys, { build: 'b', made: '2026-11-28T12:00:00.000Z', ...restored });
  const kinds: string[] = [];
  const verdict = await readRecord(place, keys, (line) => kinds.push(line.kind));
  expect(verdict.faults).toEqual([]);
  expect(kinds.at(-1)).toBe('restored');
  expect(await knownRevision(place, keys)).toBe(12);
  await (await open()).close();
  expect((await readRecord(place, keys)).faults).toEqual([]);
});

test('a restore begins a record where there is none', async () => {
  const restored = { by: 'after-restore', revision: 3, grants: 0, shares: 0 } as const;
  await noteRestore(place, keys, { build: 'b', ...restored });
  expect(await readRecord(place, keys)).toMatchObject({ lines: 2, faults: [] });
});

test('only what is older is refused, with what to do', () => {
  expect(() => refuseOlder(5, 5, 'the record')).not.toThrow();
  expect(() => refuseOlder(6, 5, 'the record')).not.toThrow();
  expect(() => refuseOlder(4, 5, 'the record')).toThrow(
    /older than the record: it stands at revision 4, and was at 5 .*casement after-restore/,
  );
});
