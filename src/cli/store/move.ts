/**
 * How a database is moved to another engine, step by step. A process may be killed after any of them, and within each; the
 * next run looks at the marks and does what is left.
 *
 * | step          | durable afterwards                                      | what starts                              |
 * |---------------|---------------------------------------------------------|------------------------------------------|
 * | (before)      |                                                         | the old database                         |
 * | 1 begun       | the folder's mark: which copy, from where to where      | nothing on this folder                   |
 * | 2 left        | the old database's mark; it refuses all that has it open | nothing: the new one is empty            |
 * | 3 committed   | the new database, whole, with this copy's id in it      | nothing on this folder; the new database |
 * | 4 done        | the old database says that all is elsewhere             | the same                                 |
 * | 5 (over)      | the folder's mark is gone                               | the new database                         |
 *
 * The old database starts before step 2 alone, the new one from step 3 on. Whether step 3 was reached is told by the new
 * database: it is asked once no transaction of a copy is under way there any more. Until then everything can be taken back
 * (`takeBack`); from then on it can be completed alone.
 */
import { randomBytes } from 'node:crypto';
import type { CopyMark } from '../../bridge/data-folder/copy-mark.ts';
import { copyTables } from '../../storage/copy/copy-tables.ts';
import {
  called,
  isCommitted,
  look,
  moved,
  refuse,
  refuseOthers,
  type Found,
  type MoveParts,
} from './found.ts';

export interface Moved {
  readonly copy: string;
  /** How many rows were copied, by table; absent if that was done before. */
  readonly rows?: Readonly<Record<string, number>>;
}

async function begin({ from, to, mark, report }: MoveParts, found: Found): Promise<CopyMark> {
  const { lineage } = found.from;
  if (lineage === undefined) throw refuse(`${called[from.engine]} holds nothing to copy`);
  const begun: CopyMark = {
    copy: randomBytes(16).toString('hex'),
    to: to.engine,
    lineage,
    ...(to.engine === 'postgres' && found.to.lineage !== undefined && { target: found.to.lineage }),
  };
  mark.write(begun);
  await report({ at: 'begun' });
  return begun;
}

/** Copies everything, and has it committed. */
async function copyAll(parts: MoveParts, copy: string, known: number) {
  const { from, to, report } = parts;
  return from.read(async (reader, counters) => {
    let rows: Readonly<Record<string, number>> = {};
    await to.receive({
      copy,
      counters,
      known,
      write: async (writer) => {
        rows = await copyTables(reader, writer, report);
      },
    });
    return rows;
  });
}

/**
 * Looks whether it can be done, and does nothing. Returns the copy that did it already, if one has.
 * @throws Failure, saying what is in the way and what to do
 */
export async function mayMove(parts: MoveParts): Promise<string | undefined> {
  const { from, to, known } = parts;
  const found = await look(parts);
  const over = moved(parts, found);
  if (over !== undefined) return over;
  refuseOthers(parts, found);
  if (isCommitted(found)) return undefined;
  if (found.from.away === undefined) await from.mayLeave();
  await to.mayBeFilled();
  await known(await from.marks());
  return undefined;
}

/**
 * Moves everything, or does what an earlier run has left to do; what was moved already is left as it is.
 * @throws Failure, saying what is in the way and what to do. Unless it was in the way of the beginning, the marks stay
 */
export async function moveStore(parts: MoveParts): Promise<Moved> {
  const { from, to, mark, known, report } = parts;
  const over = await mayMove(parts);
  if (over !== undefined) return { copy: over };
  const found = await look(parts);
  const { copy } = found.mark ?? (await begin(parts, found));
  await from.leave(copy);
  await report({ at: 'left' });
  const rows = isCommitted(found)
    ? undefined
    : await copyAll(parts, copy, await known(await from.marks()));
  await report({ at: 'committed' });
  await from.left(copy);
  await report({ at: 'done' });
  await to.discard();
  mark.remove();
  await report({ at: 'over' });
  return { copy, ...(rows !== undefined && { rows }) };
}
