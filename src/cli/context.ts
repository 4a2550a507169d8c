/** What a command stands on: the world outside as a value, so that a test can hand in another. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/**
 * The environment, filled up from the file `.env` in `folder` where there is one; what is set in the
 * environment itself wins.
 */
export function withDotEnv(env: Context['env'], folder: string): Context['env'] {
  const file = join(folder, '.env');
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...env } : env;
}
