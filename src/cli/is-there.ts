/** Whether a file of the data folder exists. */
import { statSync } from 'node:fs';
import { Failure } from '../common/failures.ts';

const isDenied = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === 'EACCES' || error.code === 'EPERM');

/**
 * Returns whether a file is there. One that this user may not look at does not count as absent.
 * @throws Failure `storage-down`, saying what to do.
 */
export function isThere(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (!isDenied(error)) return false;
    throw new Failure(
      'storage-down',
      `permission denied: ${file} may not be looked at; run this as the user that the bridge runs as`,
    );
  }
}
