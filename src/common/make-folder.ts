/**
 * Makes a folder, and those that it lies in. Not by `recursive` of Node's mkdir: where the system says of a folder that
 * is there that it is not (`mkdir /proc/x`), that tries for ever, and no signal ends it. The same as in
 * src/setup/make-folder.mjs, which runs before anything is built.
 */
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isMissingFile } from './missing-file.ts';

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Makes one; returns why it is not there, or undefined if it is. */
function refusal(path: string, mode: number): unknown {
  try {
    mkdirSync(path, { mode });
    return undefined;
  } catch (error) {
    return isFolder(path) ? undefined : error;
  }
}

/** Makes those that are not there, each with this mode. @throws the error of mkdir */
export function makeFolder(path: string, mode: number): void {
  let error = refusal(path, mode);
  const parent = dirname(path);
  // Where the parent is there, if only as a link that leads nowhere, it is not what is missing.
  if (isMissingFile(error) && lstatSync(parent, { throwIfNoEntry: false }) === undefined) {
    makeFolder(parent, mode);
    error = refusal(path, mode);
  }
  if (error !== undefined) throw error as Error;
}
