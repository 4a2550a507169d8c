/** Folders of a test's own, below the system's for such. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new, empty one, whose name says whose it is; the caller removes it. */
export const scratchFolder = (name: string): string =>
  mkdtempSync(join(tmpdir(), `casement-${name}-`));

/** Removes it with all that is in it, if it is there. */
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true });
