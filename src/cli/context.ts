/** What a command stands on: the world outside as a value, so that a test can hand in another. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { parseEnv } from 'node:util';

/** Standard input; a terminal where `isTTY` says so. */
export type Input = Readable & { readonly isTTY?: boolean | undefined };

/** Standard error; a terminal where `isTTY` says so. */
export type Output = Writable & { readonly isTTY?: boolean | undefined };

export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Input;
  readonly stdout: Writable;
  readonly stderr: Output;
}

/** Settings that name a file or folder: one that is not absolute lies beside the `.env` that names it. */
const paths = ['DATA_DIR', 'KEYS_FILE', 'RESTORE_COUNTER_FILE'];

/**
 * The environment of a command that is given from anywhere: settings and data are those of `home`, the folder of
 * Casement; file names on the command line stay those of the folder somebody stands in.
 */
export function atHome(env: Context['env'], home: string): Context['env'] {
  const file = join(home, '.env');
  const set = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  for (const name of paths) if (set[name]) set[name] = resolve(home, set[name]);
  return { DATA_DIR: join(home, 'data'), ...set, ...env };
}

/**
 * The environment, filled up from the file `.env` in `folder` where there is one; what is set in the
 * environment itself wins.
 */
export function withDotEnv(env: Context['env'], folder: string): Context['env'] {
  const file = join(folder, '.env');
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...env } : env;
}
