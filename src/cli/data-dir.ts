/** Which data folder a command line means. */
import type { Context } from './context.ts';

/** `--data-dir`, or DATA_DIR of the environment or `.env`, or `./data`. */
export const folderOf = (context: Context, { dataDir }: { readonly dataDir?: string }): string =>
  dataDir ?? (context.env['DATA_DIR'] || './data');
