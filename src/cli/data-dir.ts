/** The data folder that a command line means. */
import type { Context } from './context.ts';

/** `--data-dir`, or DATA_DIR of the environment or `.env`, or `./data`. */
export const folderOf = (context: Context, { dataDir }: { readonly dataDir?: string }): string =>
  dataDir ?? (context.env['DATA_DIR'] || './data');

/**
 * Says how to name the right folder. If nobody has named any, `.env` mostly has, and lies in another folder
 * than the current one.
 */
export function howToName({ env }: Context, { dataDir }: { readonly dataDir?: string }): string {
  if (dataDir !== undefined || env['DATA_DIR']) return 'name it with --data-dir';
  return 'run this in the folder of Casement’s .env, name it with --data-dir';
}
