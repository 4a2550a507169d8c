/** Which file stands at a path, whatever it is called: its device and its number there. */
import { statSync } from 'node:fs';

/** Two equal answers mean the same file; undefined where there is none. */
export function identityOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}
