/** `casement <command>` as an operator runs it: a process of its own. */
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';

/** The result of a command. */
export interface Told {
  /** Its exit status; null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one on the bridge's data folder, or on the one that is named. */
export type Casement = (args: readonly string[], folder?: string) => Promise<Told>;

/**
 * The arguments that make `node` run the program at `entry`: its path, and before it what it takes to run TypeScript
 * where prove runs from source.
 */
export type ArgumentsOf = (entry: URL) => readonly string[];

/** Returns what runs one on the data folder `folder`, unless another is named. `more`: what its environment says besides. */
export function prepareCommands(
  folder: string,
  argumentsOf: ArgumentsOf,
  more: Readonly<Record<string, string>>,
): Casement {
  const extension = import.meta.url.slice(-2);
  const program = new URL(`../../../../cli/main.${extension}`, import.meta.url);
  return (args, at = folder) =>
    new Promise((resolve) => {
      const line = [...argumentsOf(program), ...args];
      // Nothing of this process’s own surroundings, nor of a file `.env`, is meant for it.
      const surroundings = { cwd: dirname(folder), env: { ...more, DATA_DIR: at } };
      const child = execFile(process.execPath, line, surroundings, (_error, stdout, stderr) =>
        resolve({ code: child.exitCode, stdout, stderr }),
      );
    });
}
