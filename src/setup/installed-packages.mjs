/** What npm itself wrote down of the packages that are there. */
import { existsSync, readFileSync } from 'node:fs';
import { root } from './root.mjs';

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {};

/**
 * Whether every package of the lock file is there in its version: all of them, or with `dev: false` those
 * that run the bridge, which is what `npm ci --omit=dev` leaves. Optional ones may be of another machine.
 * Returns false if npm wrote nothing down.
 */
export function hasPackages({ dev }) {
  const record = `${root}node_modules/.package-lock.json`;
  if (!existsSync(record)) return false;
  const wanted = Object.entries(packagesOf(`${root}package-lock.json`)).filter(
    ([path, entry]) => path !== '' && !entry.optional && !entry.devOptional && (dev || !entry.dev),
  );
  const there = packagesOf(record);
  return wanted.every(([path, { version }]) => there[path]?.version === version);
}
