/** What a command stands on: the outside world as a value, so that a test can hand in another. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { readDotEnv } from '../bridge/config/dotenv.ts';
import { Failure } from '../common/failures.ts';

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
 * Returns what the file `.env` in `folder` sets; nothing if there is none.
 * @throws Failure `bad-request` if it cannot be read: without it a command would work on other data.
 */
function settingsIn(folder: string): Record<string, string | undefined> {
  const file = join(folder, '.env');
  if (!existsSync(file)) return {};
  try {
    return { ...readDotEnv(file).values };
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    const mend = 'run this as the user that the bridge runs as';
    throw new Failure(cause.code, `${cause.message}; ${mend}`, { cause });
  }
}

/**
 * Returns the environment of a command that is given from anywhere: settings and data are those of `home`,
 * the folder of Casement; file names on the command line stay relative to the current folder.
 */
export function atHome(env: Context['env'], home: string): Context['env'] {
  const set = settingsIn(home);
  for (const name of paths) if (set[name]) set[name] = resolve(home, set[name]);
  return { DATA_DIR: join(home, 'data'), ...set, ...env };
}

/**
 * Returns the environment, completed from the file `.env` in `folder` if there is one; a setting of the
 * environment itself wins.
 */
export function withDotEnv(env: Context['env'], folder: string): Context['env'] {
  return { ...settingsIn(folder), ...env };
}

/** Returns what the commands of a process stand on. */
export function contextOf(process: NodeJS.Process): Context {
  const { env, stdin, stdout, stderr } = process;
  // Set by src/setup/cli.mjs if the current folder is another.
  const home = env['CASEMENT_HOME'];
  let read: Context['env'] | undefined;
  return {
    stdin,
    stdout,
    stderr,
    // Read when it is asked for: if it cannot be read, that is worded like every error, and --help still works.
    get env() {
      read ??= home ? atHome(env, home) : withDotEnv(env, process.cwd());
      return read;
    },
  };
}
