/**
 * Reports an alarm by the operator's command: it runs without a shell, and gets the alarm as JSON on its
 * standard input and nowhere else. Arguments can be read by every user of the machine, and parts of an alarm
 * come from outside.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { codeOf } from './code-of.ts';

export interface CommandOptions {
  /** The program, and arguments that are always the same. */
  readonly command: readonly [string, ...string[]];
  readonly timeoutMs?: number;
}

/** The environment that a command gets: none of the bridge's own settings, which hold secrets. */
const passedOn = ['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'TZ', 'TMPDIR'];

function environment(): Record<string, string> {
  return Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Kills a command with everything it has started: it leads a group of its own. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has gone by itself.
  }
}

/**
 * Runs the command once. Never rejects; resolves to undefined if it ended with 0, else to why not: an exit
 * code, a signal, `timeout`, or the code of the error that kept it from running.
 */
export async function runCommand(
  { command: [program, ...args], timeoutMs = 10_000 }: CommandOptions,
  message: object,
  closing: AbortSignal,
): Promise<string | undefined> {
  if (closing.aborted) return 'closing';
  const child = spawn(program, args, {
    shell: false,
    detached: true,
    env: environment(),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  let cut: string | undefined;
  const cutOff = (why: string) => (): void => {
    cut = why;
    killGroup(child.pid);
  };
  const timer = setTimeout(cutOff('timeout'), timeoutMs);
  const onClosing = cutOff('closing');
  closing.addEventListener('abort', onClosing, { once: true });
  // A command that does not read its input is no error of ours.
  child.stdin.on('error', () => undefined).end(`${JSON.stringify(message)}\n`);
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return code === 0 ? undefined : (cut ?? signal ?? `exit code ${code}`);
  } catch (error) {
    return codeOf(error);
  } finally {
    clearTimeout(timer);
    closing.removeEventListener('abort', onClosing);
  }
}
