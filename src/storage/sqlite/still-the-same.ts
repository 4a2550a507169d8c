/**
 * Whether the database that is open is still the one at its path, and has not gone back: a restore or a
 * program that synchronises may replace the file, move the folder, or write a copy into the same file.
 */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { identityOf } from './identity-of.ts';

export interface StillTheSame {
  /** The file that was open from the beginning, see `identityOf`. */
  readonly identity: string;
  /** Undefined while all is well, else what happened, in words. Cheap: to be asked often. */
  trouble(): string | undefined;
  close(): void;
}

/** @throws Error where the file is not there. */
export function watchDatabase(file: string): StillTheSame {
  const identity = identityOf(file);
  if (identity === undefined) throw new Error(`${file} is not there`);
  const look = new Database(file, { readonly: true, fileMustExist: true, timeout: 20 });
  const revision = look.prepare<[], { value: number }>('SELECT value FROM revision WHERE id = 1');

  /** What the file says now, not what SQLite remembers of it. */
  function revisionInFile(): number | undefined {
    look.pragma('shrink_memory');
    return revision.get()?.value;
  }
  let highest = revisionInFile() ?? 0;

  return {
    identity,
    trouble() {
      const there = identityOf(file);
      if (there === undefined) {
        return existsSync(file) ? `${file} cannot be looked at` : `${file} is gone`;
      }
      if (there !== identity) return `${file} was replaced by another file`;
      try {
        const now = revisionInFile();
        if (now === undefined || now < highest)
          return `${file} has gone back to an earlier state: stop the bridge, then run casement after-restore`;
        highest = now;
        return undefined;
      } catch (error) {
        // Busy for a moment is no trouble, and what cannot be asked at all ends every lease.
        return error instanceof Error && 'code' in error && error.code === 'SQLITE_CORRUPT'
          ? `${file} is damaged`
          : undefined;
      }
    },
    close: () => void look.close(),
  };
}
