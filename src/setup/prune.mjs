/**
 * Removes builds that nobody needs any more. It keeps the current one, those that were current, or moved
 * aside, within the last day, and every one that a process runs from (in-use.mjs); if that cannot be known,
 * all of them.
 */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { foldersInUse } from './in-use.mjs';

const keptMs = 24 * 60 * 60_000;

function isOld(folder) {
  try {
    return Date.now() - statSync(folder).mtimeMs >= keptMs;
  } catch {
    // Another process removed it.
    return false;
  }
}

/** `builds`: the folder of builds; `current`: the folder of the current one. */
export function prune(builds, current) {
  const all = readdirSync(builds).map((name) => join(builds, name));
  const old = all.filter((folder) => folder !== current && isOld(folder));
  if (old.length === 0) return;
  const used = foldersInUse(all);
  if (used === undefined) return;
  for (const folder of old.filter((one) => !used.has(one))) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // It may not be removed: the next one tries again.
    }
  }
}
