/** The same as src/common/make-folder.ts, for what runs before anything is built. */
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

function isFolder(path) {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Makes one; returns why it is not there, or undefined if it is. */
function refusal(path, mode) {
  try {
    mkdirSync(path, { mode });
    return undefined;
  } catch (error) {
    return isFolder(path) ? undefined : error;
  }
}

/** Makes those that are not there, each with this mode. @throws the error of mkdir */
export function makeFolder(path, mode) {
  let error = refusal(path, mode);
  const parent = dirname(path);
  // Where the parent is there, if only as a link that leads nowhere, it is not what is missing.
  if (error?.code === 'ENOENT' && lstatSync(parent, { throwIfNoEntry: false }) === undefined) {
    makeFolder(parent, mode);
    error = refusal(path, mode);
  }
  if (error !== undefined) throw error;
}
