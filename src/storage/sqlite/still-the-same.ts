/**
 * Checks whether the open database is still the one at its path, and has not gone back. A restore or a
 * program that synchronises may replace the file, move the folder, write a copy into the same file, or remove
 * the log beside it (`-wal`, `-shm`), which SQLite then goes on using silently.
 */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Failure } from '../../common/failures.ts';
import { identityOf } from './identity-of.ts';
import { openMainFile } from './main-file.ts';
import { keepPrivate } from './private-file.ts';

export interface Trouble {
  /** What happened, in words. */
  readonly why: string;
  /** Whether the database lacks what it once had: what was revoked since may be allowed again. */
  readonly wentBack: boolean;
}

export interface StillTheSame {
  /** The file that was open from the beginning, see `identityOf`. */
  readonly identity: string;
  /** The highest revision that was seen. */
  readonly highest: number;
  /** Returns undefined while all is well. Cheap: made to be called often. */
  trouble(): Trouble | undefined;
  /**
   * Must be called before the store is closed. If something is wrong, the file stays open until the end: for
   * that long SQLite writes nothing of its log into a file, and removes none by a name that is another's now.
   */
  release(): void;
}

export interface ClaimedDatabase {
  /**
   * Begins to look, once the store is open.
   * @throws Failure `storage-down` if that may have opened another file than was claimed.
   */
  watch(): StillTheSame;
  /** Must be called after the store was closed. */
  close(): void;
}

const goneBack = (file: string): Trouble => ({
  why: `${file} has gone back to an earlier state: stop the bridge, then run casement after-restore`,
  wentBack: true,
});

/** Notes which file it is before anything is read of it; makes a missing one. */
export function claimDatabase(file: string): ClaimedDatabase {
  keepPrivate(file);
  const main = openMainFile(file);
  const { identity } = main;
  let look: Database.Database | undefined;

  /** Returns which file stands there; undefined also if that cannot be asked. */
  function there(path: string): string | undefined {
    try {
      return identityOf(path);
    } catch {
      return undefined;
    }
  }

  function watch(): StillTheSame {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 20 });
    look = db;
    const inView = db.prepare<[], { value: number }>('SELECT value FROM revision WHERE id = 1');
    const root = db.prepare<[], { rootpage: number }>(
      `SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'revision'`,
    );
    const pageSize = Number(db.pragma('page_size', { simple: true }));
    const page = root.get()?.rootpage ?? 0;
    const logs = [`${file}-wal`, `${file}-shm`].map((path) => ({ path, identity: there(path) }));
    let highest = inView.get()?.value ?? 0;
    let highestInFile = 0;

    /** What the database says now, its log included; SQLite may answer from memory. */
    const revisionInView = (): number | undefined => inView.get()?.value;

    function lastInView(): number | undefined {
      try {
        return revisionInView();
      } catch {
        return highest;
      }
    }

    /** What it says without its log. Nobody knows where to look once a VACUUM has moved the row. */
    const revisionInFile = (): number | undefined =>
      root.get()?.rootpage === page ? main.revision(page, pageSize) : undefined;

    function backInFile(): boolean {
      const now = revisionInFile() ?? highestInFile;
      // Read once more: a checkpoint may have been writing it.
      if (now < highestInFile) return (revisionInFile() ?? highestInFile) < highestInFile;
      highestInFile = now;
      return false;
    }

    /** If a VACUUM has moved the row, the schema can tell that, or cannot be read itself. */
    function isMoved(): boolean {
      try {
        return root.get()?.rootpage !== page;
      } catch {
        return false;
      }
    }

    /** Whether the file said it once and says nothing now: SQLite may go on from memory. */
    const isDamaged = (): boolean =>
      highestInFile > 0 && main.revision(page, pageSize) === undefined && !isMoved();

    /** What the log and the numbers say. */
    function insideTrouble(): Trouble | undefined {
      const moved = logs.find((log) => there(log.path) !== log.identity);
      // Without its log a database may be unreadable: the loss of the log is reported first.
      const now = moved === undefined ? revisionInView() : lastInView();
      if (now === undefined || now < highest) return goneBack(file);
      highest = now;
      if (moved === undefined) return backInFile() ? goneBack(file) : undefined;
      if ((main.revision(page, pageSize) ?? 0) < highest) return goneBack(file);
      return { why: `${moved.path} is no longer the file that is open`, wentBack: false };
    }

    function trouble(): Trouble | undefined {
      const now = there(file);
      if (now === undefined) {
        const why = existsSync(file) ? `${file} cannot be looked at` : `${file} is gone`;
        return { why, wentBack: false };
      }
      if (now !== identity) {
        return { why: `${file} was replaced by another file`, wentBack: false };
      }
      let found: Trouble | undefined;
      try {
        found = insideTrouble();
      } catch {
        // Busy for a moment is no trouble, and a store that cannot be asked at all ends every lease.
      }
      return found ?? (isDamaged() ? { why: `${file} is damaged`, wentBack: false } : undefined);
    }

    const already = trouble();
    if (already !== undefined) {
      throw new Failure('storage-down', `${already.why}, while the bridge was starting`);
    }
    return {
      identity,
      get highest() {
        return highest;
      },
      trouble,
      release() {
        if (trouble() === undefined) db.close();
      },
    };
  }

  return {
    watch,
    close() {
      look?.close();
      main.close();
    },
  };
}
