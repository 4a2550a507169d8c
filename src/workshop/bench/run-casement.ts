/** Runs a command line of Casement as it is built, and takes its time. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { once } from 'node:events';

const program = fileURLToPath(new URL('../../cli/main.js', import.meta.url));

export interface Ran {
  /** From the start of the process to its end. */
  readonly ms: number;
  readonly stderr: string;
}

/** @throws Error with what it said unless it ends with 0. What it prints is read and thrown away. */
export async function runCasement(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  input = '',
): Promise<Ran> {
  const beganAt = performance.now();
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...environment },
    // Where no .env lies.
    cwd: environment['DATA_DIR'] ?? '/',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // It may not want to read anything.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  child.stdout.resume();
  const [stderr, [code]] = await Promise.all([
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  const ms = performance.now() - beganAt;
  if (code !== 0) throw new Error(`casement ${args.join(' ')} ended with ${code}: ${stderr}`);
  return { ms, stderr };
}
