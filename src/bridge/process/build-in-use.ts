/**
 * Marks which build this process runs from, so that it is not cleaned away under it: it holds the folder open
 * for as long as it lives (see src/setup/in-use.mjs). No file is written, because the bridge's user may not
 * be allowed to write there.
 */
import { openSync } from 'node:fs';
import { codeRoot } from '../../common/project-root.ts';

/** Holds the folder open until the process ends. @throws Error if it cannot be opened */
export function holdBuild(): void {
  openSync(codeRoot, 'r');
}
