/** Says once, at a start, whether what the database has acknowledged may be lost: what was taken away is given back then. */
import type { Log } from '../../common/log.ts';
import { lossOf, readCommits } from '../../storage/postgres/commits.ts';

/** Never rejects: a bridge starts all the same. */
export async function sayCommits(url: string, log: Log): Promise<void> {
  try {
    const { synchronousCommit, namesStandbys, hasStandby, ...commits } = await readCommits(url);
    const loss = lossOf({ synchronousCommit, namesStandbys, hasStandby, ...commits });
    const facts = { synchronousCommit, standby: hasStandby, synchronousStandbys: namesStandbys };
    if (loss === undefined) log.info(facts, 'the database keeps what it has acknowledged');
    else log.warn({ ...facts, ...loss }, 'what the database has acknowledged may be lost');
  } catch (error) {
    log.warn({ err: error }, 'how the database commits could not be read');
  }
}
