/** Files with violations in them, for tests that show that a look at the source finds those. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';

/** A path below `src/`, what the file says, and what is found in it: nothing if undefined. */
export type Planted = readonly [path: string, text: string, found: string | undefined];

/** Returns what `look` finds in a folder that holds these files and nothing else. */
export async function findPlanted(
  planted: readonly Planted[],
  look: (folder: string) => string[],
): Promise<readonly string[]> {
  const folder = scratchFolder('planted');
  try {
    for (const [path, text] of planted) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return look(folder);
  } finally {
    removeFolder(folder);
  }
}
