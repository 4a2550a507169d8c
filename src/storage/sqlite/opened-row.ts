/** Opens a camera anew, and checks whether what a connection brings may still be written for it. */
import { Failure } from '../../common/failures.ts';
import type { Engine } from './engine.ts';

/** Opens a camera anew: what was opened from its row until now ends. Runs within the transaction that writes. */
export function prepareReopen(engine: Engine): (camera: string) => void {
  const reopen = engine.prepare<[string]>('UPDATE cameras SET opening = opening + 1 WHERE id = ?');
  return (camera) => void reopen.run(camera);
}

/**
 * Called within the transaction that writes.
 * @throws Failure `not-found` if the camera is gone, or its row was opened anew since `opening`.
 */
export type MustBeOpened = (camera: string, opening: number) => void;

/** Returns the check, for the transaction that writes. */
export function createMustBeOpened(engine: Engine): MustBeOpened {
  const current = engine.prepare<[string, number]>(
    'SELECT 1 FROM cameras WHERE id = ? AND opening = ?',
  );
  return (camera, opening) => {
    if (current.get(camera, opening) !== undefined) return;
    throw new Failure('not-found', 'the camera is gone, or was opened anew meanwhile');
  };
}
