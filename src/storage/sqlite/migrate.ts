/** Brings the schema of a data file up to what this build knows, or refuses. */
import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { Failure } from '../../common/failures.ts';
import type { Migration } from '../migrations/migration.ts';

interface AppliedRow {
  readonly version: number;
  readonly checksum: string;
}

const checksum = (sql: string): string => createHash('sha256').update(sql).digest('hex');

function applied(db: Database): readonly AppliedRow[] {
  const kept = db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'`)
    .get();
  if (kept === undefined) return [];
  return db
    .prepare<[], AppliedRow>('SELECT version, checksum FROM migrations ORDER BY version')
    .all();
}

function compare(found: readonly AppliedRow[], known: readonly Migration[]): readonly Migration[] {
  for (const { version, checksum: kept } of found) {
    const step = known.find((candidate) => candidate.version === version);
    if (step === undefined) {
      throw new Failure(
        'internal',
        `the data file was written by another version of Casement: its schema has step ${version}, ` +
          `this version knows ${known.at(-1)?.version ?? 0}; start a version that knows it`,
      );
    }
    if (checksum(step.sql) !== kept) {
      throw new Failure(
        'internal',
        `the data file was made by another text of schema step ${version} (${step.name}): ` +
          'its checksum differs; start the version of Casement that made the file',
      );
    }
  }
  return known.filter(({ version }) => !found.some((row) => row.version === version));
}

/**
 * Runs the steps that the file has not seen, all in one transaction.
 * @throws Failure `internal` if the file knows a step that `known` does not, or another text of one, or is
 * behind and must not be brought forward; nothing was changed then.
 */
export function migrate(
  db: Database,
  known: readonly Migration[],
  now: () => number,
  mayMigrate = true,
): void {
  // Compared without the write lock first, so that opening never waits for a busy neighbour.
  if (compare(applied(db), known).length === 0) return;
  if (!mayMigrate) {
    throw new Failure(
      'internal',
      'a bridge of an earlier version runs on this data folder: use the command line it came with, ' +
        'or stop it first',
    );
  }
  db.transaction(() => {
    db.exec(`CREATE TABLE IF NOT EXISTS migrations (
      version INTEGER NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      checksum TEXT NOT NULL,
      applied_at INTEGER NOT NULL
    ) STRICT`);
    const note = db.prepare<[number, string, string, number]>(
      'INSERT INTO migrations (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)',
    );
    for (const { version, name, sql } of compare(applied(db), known)) {
      db.exec(sql);
      note.run(version, name, checksum(sql), now());
    }
  }).immediate();
}
