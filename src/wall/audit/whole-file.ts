/** Small files that are replaced whole or not at all. */
import { open, readFile, rename } from 'node:fs/promises';
import { isMissingFile } from '../../common/missing-file.ts';

/** Replaces `path` (mode 0600); resolves when it is on the disk. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
}

/** Returns undefined if there is none. */
export async function readWhole(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissingFile(error)) return undefined;
    throw error;
  }
}
