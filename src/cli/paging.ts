/** Lists that are shown a page at a time. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from './context.ts';
import type { CommonOptions } from './leaf.ts';

export interface PageOptions {
  readonly limit: number;
  readonly after?: string;
}

const usual = 100;
const longest = 1_000;

function readLimit(text: string): number {
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > longest) {
    throw new InvalidArgumentError(`It is a number from 1 to ${longest}.`);
  }
  return limit;
}

/** Adds the options of a list; `id` is what names a row, as in `account id`. */
export function pageOptions(command: Command, id: string): Command {
  return command
    .option('--limit <n>', `how many rows at most, from 1 to ${longest}`, readLimit, usual)
    .option('--after <id>', `those that come after this one: its ${id}`);
}

/** A page as it was asked for, and whether more follows. */
export interface Paged<T> {
  readonly rows: readonly T[];
  readonly more: boolean;
}

/** Reads one row more than was asked for: it says whether there are more. */
export async function readPage<T>(
  { limit }: PageOptions,
  read: (most: number) => Promise<readonly T[]>,
): Promise<Paged<T>> {
  const found = await read(limit + 1);
  return { rows: found.slice(0, limit), more: found.length > limit };
}

/**
 * Returns the lines below a table that say how its next page is seen: none if `last`, the id of its last row, is left
 * out. With `--json` it is said on standard error: what is printed there is the rows alone.
 */
export function nextPage(
  { stderr }: Pick<Context, 'stderr'>,
  options: CommonOptions,
  last: string | undefined,
): readonly string[] {
  if (last === undefined) return [];
  const line = `There are more. The next page: the same command with --after ${last}`;
  if (!options.json) return [line];
  stderr.write(`${line}\n`);
  return [];
}
