/** Runs the real command line on a data folder of the test's own. */
import { join } from 'node:path';
import { removeFolder, scratchFolder } from './scratch-folder.ts';
import { makeKeyFile } from '../../identity/key-file.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { runHere } from './run-here.ts';
import { runTs, type Finished } from './run-ts.ts';

const entry = new URL('../../cli/main.ts', import.meta.url);

export interface Casement {
  readonly folder: string;
  /** `casement <args>` with `input` on standard input, and `more` in its environment; in the test's own process. */
  run(
    args: readonly string[],
    input?: string,
    more?: Readonly<Record<string, string>>,
  ): Promise<Finished>;
  /** The same in a process of its own: ten times as much work, for what only that shows. */
  readonly process: Casement['run'];
  /** `casement <args> --json`, which must succeed; returns what it printed. */
  json(args: readonly string[], input?: string): Promise<unknown>;
  /** `casement <args> --json`, which must fail; returns its exit code and its error. */
  refused(args: readonly string[], input?: string): Promise<Refusal>;
  dispose(): Promise<void>;
}

export interface Refusal {
  readonly exit: number | null;
  readonly code: string;
  readonly message: string;
}

/** Returns the command line for a new folder that has keys and no database. `dispose` removes it. */
export async function openCasement(): Promise<Casement> {
  const folder = scratchFolder('cli');
  const dataDir = join(folder, 'data');
  // Before the database, which tests make themselves: beside one, no command makes keys.
  makeKeyFile(dataFolder(dataDir).keys);
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir };
  const around = (input = '', more = {}) => ({ cwd: folder, env: { ...env, ...more }, input });
  const run: Casement['run'] = (args, input, more) => runHere(args, around(input, more));
  return {
    folder,
    run,
    process: (args, input, more) => runTs(entry, args, around(input, more)),
    async json(args, input) {
      const { code, stdout, stderr } = await run([...args, '--json'], input);
      if (code !== 0 || withoutPasswordWarning(stderr) !== '')
        throw new Error(`exit ${code}: ${stderr}`);
      return JSON.parse(stdout) as unknown;
    },
    async refused(args, input) {
      const { code: exit, stdout, stderr } = await run([...args, '--json'], input);
      if (exit === 0 || stdout !== '') throw new Error(`exit ${exit}: ${stdout}`);
      // Warnings come before it.
      const last = stderr.trimEnd().split('\n').at(-1) ?? '';
      const { error } = JSON.parse(last) as { error: { code: string; message: string } };
      return { exit, ...error };
    },
    dispose: async () => removeFolder(folder),
  };
}

/** Standard error without the warnings of a password on the command line, and of two cameras of one name: many a test's have them. */
export const withoutPasswordWarning = (stderr: string): string =>
  stderr.replaceAll(
    /^Warning: (?:the password in that URL|this account has another camera) .*\n?/gm,
    '',
  );
