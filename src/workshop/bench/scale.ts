/** Few accounts and very many, on both engines: what a request costs, what a bridge keeps, how long commands take. */
import { missingPostgres } from '../testing/postgres-programs.ts';
import type { Findings } from './report.ts';
import { timeCommands } from './scale-commands.ts';
import { makeHouse, type House } from './scale-house.ts';
import { measureMemory } from './scale-memory.ts';
import { timeStarts } from './scale-ready.ts';
import { compareRequests } from './scale-requests.ts';
import type { Stage } from './stage.ts';

const few = 1_000;
const simulated = 10;

/** The part `scale`. Running sessions have a part of their own: `sessions`. */
export async function scale(stage: Stage): Promise<Findings> {
  const many = stage.quick ? 50_000 : 1_000_000;
  const { urls } = await stage.cameras(simulated);
  const sqlite = [await makeHouse(stage, few, urls), await makeHouse(stage, many, urls)] as const;
  const pairs: (readonly [House, House])[] = [sqlite];
  const missing = missingPostgres();
  if (missing === undefined) {
    const [small, large] = sqlite;
    pairs.push([
      await makeHouse(stage, few, urls, small),
      await makeHouse(stage, many, urls, large),
    ]);
  } else stage.say(`PostgreSQL: NOT MEASURED, there is no ${missing}`);

  const requests = await compareRequests(stage, pairs);
  const memory = await measureMemory(stage, pairs.flat());
  const large = pairs.map(([, house]) => house);
  const starts = await timeStarts(stage, pairs.flat());
  // Last: they change what is there.
  const commands = await timeCommands(stage, large);
  return {
    tables: [requests.table, memory, starts.table, commands.table],
    targets: [...requests.targets, ...starts.targets, ...commands.targets],
  };
}
