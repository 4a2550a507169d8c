/** Takes back a move that was begun. */
import type { CopyMarks } from '../../storage/copy/side.ts';
import {
  called,
  isOvertaken,
  refuse,
  refuseOtherBeginning,
  refuseOthers,
  type Found,
  type MoveParts,
} from './found.ts';

/**
 * Takes back what was begun: the old database starts again. `targetGone`: the operator says that the new one is lost, and
 * that nothing will ever start on it.
 * @throws Failure if the new database has everything, or another one is named
 */
export async function takeBack(parts: MoveParts, targetGone: boolean): Promise<void> {
  const { from, to, mark } = parts;
  const unknown: CopyMarks = { revision: 0 };
  const found: Found = {
    mark: mark.read(),
    from: await from.marks(),
    to: await to.marks().catch((error: unknown) => {
      if (targetGone) return unknown;
      throw error;
    }),
  };
  const { away } = found.from;
  if (found.mark === undefined && away === undefined) {
    throw refuse('no copy is under way: there is nothing to take back');
  }
  refuseOtherBeginning(parts, found);
  if (!isOvertaken(found)) {
    const copy = found.mark?.copy ?? away?.copy;
    if (copy === found.to.here) {
      throw refuse(
        away?.done === true && found.mark === undefined
          ? `everything is in ${called[to.engine]}: move it back with casement store copy --to ${from.engine}`
          : `everything is in ${called[to.engine]}: run casement store copy --to ${to.engine} without --take-back, which completes it`,
      );
    }
    if (!targetGone) refuseOthers(parts, found);
    await from.stay();
  }
  await to.discard();
  mark.remove();
}
