/** Prints what is too long to be held as a whole. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Writes piece by piece, each as soon as whoever reads has taken what came before. */
export async function writePieces(stdout: Writable, pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) {
    if (piece !== '' && !stdout.write(piece)) await once(stdout, 'drain');
  }
}
