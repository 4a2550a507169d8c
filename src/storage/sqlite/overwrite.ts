/** Puts an earlier state into a database that others have open: for `casement prove`. */
import Database from 'better-sqlite3';

/** Writes `copy` into `file` in one transaction, as the `.restore` of SQLite's own shell does. */
export async function overwriteDatabase(file: string, copy: string): Promise<void> {
  const db = new Database(copy, { readonly: true, fileMustExist: true });
  try {
    await db.backup(file, { progress: ({ remainingPages }) => Math.max(remainingPages, 1) });
  } finally {
    db.close();
  }
}
