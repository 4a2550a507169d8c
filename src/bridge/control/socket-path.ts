/**
 * Where the control socket lies. The name of a socket has room for 107 bytes; Node 20 silently cuts the end
 * off a longer one, and another file comes into being. So if the path of the data folder is long, the socket
 * lies in a folder of its own, which only its owner may enter; `bridge.json` names it.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

const ownName = 'control.sock';
const longest = 107;
const fits = (path: string): boolean => Buffer.byteLength(path) <= longest;

export interface SocketPath {
  readonly path: string;
  /** Removes what was made for it. */
  remove(): void;
}

/** @throws Error if no folder with a short path can be made. */
export function chooseSocketPath(dataDir: string): SocketPath {
  const beside = join(resolve(dataDir), ownName);
  if (fits(beside)) return { path: beside, remove: () => rmSync(beside, { force: true }) };
  const short =
    [tmpdir(), '/tmp'].find((folder) => fits(join(folder, 'casement-XXXXXX/s'))) ?? '/tmp';
  const path = join(mkdtempSync(join(short, 'casement-')), 's');
  chmodSync(dirname(path), 0o700);
  return { path, remove: () => rmSync(dirname(path), { recursive: true, force: true }) };
}

/**
 * Returns where the socket of the bridge on `dataDir` lies, which was at `noted` when it began. A socket
 * beside the data moves with the folder, and another bridge may have begun in its old place.
 */
export function findSocket(dataDir: string, noted: string | undefined): string {
  const beside = join(resolve(dataDir), ownName);
  if (noted === undefined || (basename(noted) === ownName && fits(beside))) return beside;
  return noted;
}
