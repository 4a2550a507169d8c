/** Whether what a connection brings may still be written for its camera. */
import { Failure } from '../../failures.ts';
import type { Engine } from './engine.ts';

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
