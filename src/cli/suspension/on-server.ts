/** The emergency stop where the database is on a server: it holds for every bridge there. */
import { openPostgres } from '../../storage/postgres/open.ts';
import { elsewhere } from '../act.ts';
import { Unheard } from '../exits.ts';
import {
  unheardInWords,
  type Waited,
  waitedInJson,
  waitedInWords,
  waitForBridges,
} from '../wait-for-bridges.ts';

const goesOn = `delivery may go on${elsewhere}`;

/**
 * Waits for the bridges on a server's database, once that has the suspension.
 * @throws Unheard if they cannot be asked
 */
export async function waitedOn(url: string): Promise<Waited> {
  try {
    const store = await openPostgres({ url });
    try {
      if (store.bridges === undefined) throw new TypeError('a server has rows of bridges');
      return await waitForBridges(store.bridges);
    } finally {
      await store.close();
    }
  } catch {
    const gone = 'it is written down, but the database does not answer any more';
    throw new Unheard(`${gone}, and the bridges on it were not asked: ${goesOn}`);
  }
}

/** Says what came of it, by `say`. @throws Unheard, after that, if a bridge does not act */
export function sayWaited(
  waited: Waited,
  suspended: string,
  say: (bridge: string, text: string, more: object) => void,
): void {
  const line = waitedInWords(waited);
  const json = waitedInJson(waited);
  if (waited.unheard.length > 0) {
    say('unheard', 'Everything is to be suspended.', { bridges: json });
    const lines = line === undefined ? '' : `${line}\n`;
    throw new Unheard(`${lines}it is written down, but ${unheardInWords(waited)}: ${goesOn}`);
  }
  const none = 'No bridge runs on this database: it holds from the next start of one.';
  say(line === undefined ? 'none' : 'acted', `${suspended}\n${line ?? none}`, { bridges: json });
}
