/** The file `.env` beside package.json, with the line each setting stands on. */
import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { Failure } from '../../common/failures.ts';
import { isMissingFile } from '../../common/missing-file.ts';

export interface DotEnv {
  readonly values: Readonly<Record<string, string | undefined>>;
  /** Line numbers, counted from 1. */
  readonly lines: ReadonlyMap<string, number>;
  /** Whether every user of the machine may read it, as far as its own mode tells. */
  readonly isOpenToAll?: boolean;
}

/** Stands for a file that does not exist. */
export const noDotEnv: DotEnv = { values: {}, lines: new Map() };

/**
 * Reads the file; a missing one is empty.
 * @throws Failure `bad-request` if it cannot be read: to go on without it would be to run a demo.
 */
export function readDotEnv(file: string): DotEnv {
  let text = '';
  let isOpenToAll = false;
  try {
    text = readFileSync(file, 'utf8');
    // Windows keeps no such mode.
    isOpenToAll = process.platform !== 'win32' && (statSync(file).mode & 0o004) !== 0;
  } catch (cause) {
    if (isMissingFile(cause)) return noDotEnv;
    const what = `${file} cannot be read: it has to be a file that this user may read`;
    throw new Failure('bad-request', what, { cause });
  }
  const lines = new Map<string, number>();
  for (const [at, line] of text.split('\n').entries()) {
    const name = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line)?.[1];
    if (name !== undefined) lines.set(name, at + 1);
  }
  return { values: parseEnv(text), lines, isOpenToAll };
}

/** Node reads its own settings before the bridge reads the file. */
function whyNot(name: string): string {
  if (!name.startsWith('NODE_')) return 'is not a setting of Casement';
  return `is Node's own: it goes into the environment, as in ${name}=… npm start, or by Environment=${name}=… in casement.service`;
}

/** Returns a complaint for each name in the file that no setting has: a slip of the pen would else be ignored. */
export function strangeNames({ lines }: DotEnv, known: readonly string[]): readonly string[] {
  const strange = [...lines.keys()].filter((name) => !known.includes(name));
  return strange.map((name) => `${name}: ${whyNot(name)}`);
}

/** Adds to each complaint about a setting (`  NAME: …`) where it was set: the environment goes before `.env`. */
export function withPlaces(
  complaint: string,
  { lines }: DotEnv,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const placeOf = (name: string) => {
    if (environment[name] !== undefined) return 'in the environment';
    const line = lines.get(name);
    return line === undefined ? 'not set in .env' : `.env line ${line}`;
  };
  return complaint.replaceAll(
    /^ {2}([A-Z_]+):/gm,
    (_whole, name: string) => `  ${name} (${placeOf(name)}):`,
  );
}
