/**
 * Which folders processes run from. Every program of Casement holds the folder of its build open
 * (src/bridge/process/build-in-use.ts). That can be seen whoever the process belongs to, whoever may write
 * where, and wherever the folder was moved to, as far as the system lets anybody look into other processes.
 */
import {
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { root } from './root.mjs';

const identityOf = (path) => {
  const { dev, ino } = statSync(path, { bigint: true });
  return `${dev}:${ino}`;
};

/** Returns what `look` finds, or `otherwise` if the process, or what it had open, is gone by now. */
function ifThere(look, otherwise) {
  try {
    return look();
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error;
    return otherwise;
  }
}

/** Returns the identities of everything that a process has open. */
const openIn = (folder) =>
  readdirSync(join(folder, 'fd')).flatMap((name) =>
    ifThere(() => [identityOf(join(folder, 'fd', name))], []),
  );

/** Those that run from a build. */
const programs = new Set(['main.js', 'start.mjs']);

/** Returns what a word of a command line, said in `cwd`, names: as it is said, and where that leads by now. */
function pathsOf(cwd, word) {
  const path = resolve(cwd, word);
  try {
    return [path, realpathSync(path)];
  } catch {
    return [path];
  }
}

const isProgram = (path) => path.startsWith(root) && programs.has(basename(path));

/** Returns those of the folders in `names`, by identity, that a process runs from; undefined if it does not say. */
function usedBy(folder, names) {
  const [program, ...words] = readFileSync(join(folder, 'cmdline'), 'utf8').split('\0');
  if (!basename(program).includes('node')) return [];
  const open = openIn(folder);
  const used = open.flatMap((identity) => names.get(identity) ?? []);
  const cwd = readlinkSync(join(folder, 'cwd'));
  if (used.length === 0 && words.flatMap((word) => pathsOf(cwd, word)).some(isProgram))
    return undefined;
  return used;
}

/**
 * Returns those of `folders` that processes run from; undefined if that cannot be known: without /proc, if a
 * process may not be looked into, or if one of ours does not say (it has just begun, or is of an earlier
 * version).
 */
export function foldersInUse(folders, proc = '/proc') {
  try {
    // Nor is it there if only one's own processes are shown.
    if (!existsSync(join(proc, '1'))) return undefined;
    const names = new Map(
      folders.flatMap((folder) => ifThere(() => [[identityOf(folder), folder]], [])),
    );
    const pids = readdirSync(proc).filter((name) => /^\d+$/.test(name));
    const used = pids
      .filter((pid) => Number(pid) !== process.pid)
      .map((pid) => ifThere(() => usedBy(join(proc, pid), names), []));
    return used.includes(undefined) ? undefined : new Set(used.flat());
  } catch {
    return undefined;
  }
}
