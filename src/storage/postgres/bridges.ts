/** The rows of bridges, in PostgreSQL. See migrations/0002-bridges.ts. */
import { Failure } from '../../common/failures.ts';
import type { BridgeId } from '../../identity/ids.ts';
import type { BridgeRow, Bridges, BridgesThere, Reached } from '../bridges.ts';
import type { Engine } from './engine.ts';
import { asked, type FootingRow, revalidated, there } from './looks.ts';

interface LookRow extends FootingRow {
  readonly beat: number;
  readonly taken: number;
}
/** All but the first are null where there is no bridge. */
interface Row {
  readonly taken_by_all: number;
  readonly id: BridgeId | null;
  readonly name: string;
  readonly lease: number;
  readonly beat: number;
  readonly taken: number;
  readonly control: number;
  readonly revision: number;
  readonly left_ms: number;
}

function bridgesOf(row: Row): BridgeRow[] {
  const { id, name, lease: leaseMs, beat, taken, control, revision: all, left_ms: leftMs } = row;
  if (id === null) return [];
  return [{ id, name, leaseMs, beat, acted: { taken, control, all }, leftMs }];
}

const goneBack = (): Failure =>
  new Failure('storage-down', 'the database has gone back to an earlier state');

const numbers = ({ taken, control, all }: Reached) => [taken, control, all] as const;

/** Makes the port over an engine. Of its looks one at a time may be under way. */
export function createBridges(engine: Engine): Bridges {
  /** The look in which the highest count was found first. */
  let highest = { taken: 0, beat: 0 };
  let wentBack = false;

  async function ask(name: string): Promise<BridgesThere> {
    const rows = await engine.rows<Row>(name);
    const { taken_by_all: taken } = there(rows[0]);
    return { taken, rows: rows.flatMap(bridgesOf) };
  }

  return {
    async enter({ id, name, leaseMs }) {
      await engine.value('bridge_enter', id, name, leaseMs);
      highest = { ...highest, beat: 0 };
    },
    async look(id, acted, footholds) {
      if (wentBack) throw goneBack();
      const rows = await engine.rows<LookRow>(
        'bridge_look',
        id,
        ...numbers(acted),
        ...asked(footholds),
      );
      const { beat, taken } = there(rows[0]);
      // Looks follow one another. If the row has lost the beat that found the highest count, what was counted by then may
      // be lost, too, and others may have counted since.
      wentBack ||= taken < highest.taken || beat <= highest.beat;
      if (wentBack) throw goneBack();
      if (taken > highest.taken) highest = { taken, beat };
      return { ...revalidated(rows, footholds), beat, taken };
    },
    acted: (id, acted) => engine.value('bridge_acted', id, ...numbers(acted)),
    leave: (id) => engine.value('bridge_leave', id),
    call: () => ask('bridges_call'),
    list: () => ask('bridges_list'),
    get wentBack() {
      return wentBack;
    },
    get highest() {
      return highest.taken;
    },
  };
}
