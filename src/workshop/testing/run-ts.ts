/** Starts a TypeScript file as a process of its own, on any Node from 20 on. */
import { spawn, type ChildProcessWithoutNullStreams, type SpawnOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const hooks = new URL('./ts-hooks.mjs', import.meta.url).href;
const preload = `data:text/javascript,import{register}from"node:module";register(${JSON.stringify(hooks)})`;

/** What `node` needs to be told to run TypeScript. */
export const tsNode: readonly string[] = ['--enable-source-maps', '--import', preload];

/** The arguments that make `node` run the .ts file at `entry` (a file: URL or a path). */
export function tsArguments(entry: string | URL, args: readonly string[] = []): string[] {
  const path = entry instanceof URL ? fileURLToPath(entry) : entry;
  return [...tsNode, path, ...args];
}

/** Starts the .ts file at `entry` with pipes for all three streams. The caller ends it. */
export function spawnTs(
  entry: string | URL,
  args: readonly string[] = [],
  options: Pick<SpawnOptions, 'cwd' | 'env'> = {},
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, tsArguments(entry, args), { ...options, stdio: 'pipe' });
}

export interface Finished {
  /** The exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the .ts file at `entry` to its end, with `input` on its standard input. */
export async function runTs(
  entry: string | URL,
  args: readonly string[] = [],
  options: Pick<SpawnOptions, 'cwd' | 'env'> & { readonly input?: string } = {},
): Promise<Finished> {
  const { input = '', ...rest } = options;
  const child = spawnTs(entry, args, rest);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A child that ends without reading its input is no fault of the child.
  child.stdin.on('error', () => undefined).end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  return { code, stdout, stderr };
}
