/** Runs a command line in the test's own process, where it costs a tenth of a process of its own. */
import { Readable, Writable } from 'node:stream';
import { loadCommands } from '../../cli/commands.ts';
import { withDotEnv } from '../../cli/context.ts';
import { run } from '../../cli/program.ts';
import type { Finished } from './run-ts.ts';
import { withoutProgress } from './without-progress.ts';

/** Keeps what is written to it. */
class Kept extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder whose `.env` is read. File names in `args` are relative to the test's own. */
  readonly cwd: string;
  readonly input?: string;
}

/** `casement <args>` with `input` on its standard input, and no environment but `env`. */
export async function runHere(args: readonly string[], around: Surroundings): Promise<Finished> {
  const [stdout, stderr] = [new Kept(), new Kept()];
  const stdin = Readable.from([around.input ?? ''], { objectMode: false });
  const context = { env: withDotEnv(around.env, around.cwd), stdin, stdout, stderr };
  const code = await run(args, context, await loadCommands(args[0]));
  return { code, stdout: stdout.text, stderr: withoutProgress(stderr.text) };
}
