/** Identifies the file at a path, whatever it is called: its device and its number there. */
import { statSync } from 'node:fs';

/** Returns equal texts for the same file; undefined if there is none. */
export function identityOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}
