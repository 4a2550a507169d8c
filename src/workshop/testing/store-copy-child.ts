/**
 * `casement store copy` that kills itself when it has come so far: what is there then is what a kill -9 leaves at that
 * moment. Takes `{ folder, url, to, at, table?, afterMs? }` as JSON; ends by itself only if it never comes so far.
 */
import { z } from 'zod';
import { moveStore } from '../../cli/store/move.ts';
import { openMove } from '../../cli/store/open-move.ts';

const schema = z.object({
  folder: z.string(),
  url: z.string(),
  to: z.enum(['sqlite', 'postgres']),
  at: z.string(),
  table: z.string().optional(),
  /** How long it lives on then, in milliseconds. */
  afterMs: z.number().optional(),
});

const { folder, url, to, at, table, afterMs } = schema.parse(JSON.parse(process.argv[2] ?? ''));
const { stdin, stdout, stderr } = process;
const { parts, close } = openMove({ env: {}, stdin, stdout, stderr }, { folder, url, to });
await moveStore({
  ...parts,
  report(step) {
    if (step.at !== at || (table !== undefined && !('table' in step && step.table === table))) {
      return;
    }
    const end = (): void => void process.kill(process.pid, 'SIGKILL');
    if (afterMs === undefined) end();
    else setTimeout(end, afterMs);
  },
});
await close();
