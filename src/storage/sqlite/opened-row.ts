/** From when on a camera is opened anew, and whether what a connection brings may still be written for it. */
import { Failure } from '../../common/failures.ts';
import type { Engine } from './engine.ts';

/** Has a camera opened anew: what was opened from its row until now ends. Within the transaction that writes. */
export function prepareReopen(engine: Engine): (camera: string) => void {
  const reopen = engine.prepare<[string]>('UPDATE cameras SET opening = opening + 1 WHERE id = ?');
  return (camera) => void reopen.run(camera);
}

/**
 * Asked within the transaction that writes.
 * @throws Failure `not-found` where the camera is gone, or its row was opened anew since `opening`.
 */
export type MustBeOpened = (camera: string, opening: number) => void;

export function createMustBeOpened(engine: Engine): MustBeOpened {
  const current = engine.prepare<[string, number]>(
    'SELECT 1 FROM cameras WHERE id = ? AND opening = ?',
  );
  return (camera, opening) => {
    if (current.get(camera, opening) !== undefined) return;
    throw new Failure('not-found', 'the camera is gone, or was opened anew meanwhile');
  };
}
