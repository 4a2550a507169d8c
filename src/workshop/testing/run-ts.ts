/** Starts a TypeScript file as a process of its own, on any Node from 20 on. */
import { spawn, type ChildProcessWithoutNullStreams, type SpawnOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const source = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The folder of this source's build, where `npm test` has made it. A test run by itself has none: the source may have
 * changed since it was built.
 */
export function buildOfSource(): string | undefined {
  const build = process.env['CASEMENT_BUILD'];
  // The build of another folder is of another source.
  return build !== undefined && relative(source, build).split(sep)[1] === 'builds'
    ? build
    : undefined;
}

const hooks = new URL('./ts-hooks.mjs', import.meta.url).href;

/** What `node` needs to be told to run TypeScript. */
export function tsNode(): readonly string[] {
  const build = buildOfSource();
  const to = build && pathToFileURL(join(build, '/')).href;
  const data = JSON.stringify({ data: { from: pathToFileURL(source).href, to } });
  const preload = `import{register}from"node:module";register(${JSON.stringify(hooks)},${data})`;
  return [
    '--enable-source-maps',
    '--import',
    `data:text/javascript,${encodeURIComponent(preload)}`,
  ];
}

/** The built program of a source file, or the joined one of tests, which start sooner. */
function builtFrom(path: string): string | undefined {
  const build = buildOfSource();
  const within = relative(source, path);
  if (build === undefined || within.startsWith('..')) return undefined;
  return [build, process.env['TEST_PROGRAMS'] ?? build]
    .map((folder) => join(folder, within.replace(/\.ts$/, '.js')))
    .find((program) => existsSync(program));
}

/** The arguments that make `node` run the .ts file at `entry` (a file: URL or a path). */
export function tsArguments(entry: string | URL, args: readonly string[] = []): string[] {
  const path = entry instanceof URL ? fileURLToPath(entry) : entry;
  const program = builtFrom(path);
  return program === undefined ? [...tsNode(), path, ...args] : [program, ...args];
}

/** With `timeout`, in milliseconds, a process that goes on for longer is ended. */
type ProcessOptions = Pick<SpawnOptions, 'cwd' | 'env' | 'timeout' | 'killSignal'>;

/** Starts the .ts file at `entry` with pipes for all three streams. The caller ends it. */
export function spawnTs(
  entry: string | URL,
  args: readonly string[] = [],
  options: ProcessOptions = {},
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
  options: ProcessOptions & { readonly input?: string } = {},
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
