/** The one way a child process is ended that may not want to. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/**
 * Resolves once `child` has exited, at once if it has: `ask` asks it to, and after `forceMs` milliseconds it is killed.
 */
export async function endChild(
  child: ChildProcess,
  ask: () => void,
  forceMs = 8_000,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  const force = setTimeout(() => child.kill('SIGKILL'), forceMs);
  ask();
  await gone;
  clearTimeout(force);
}
