/** The packages that run the bridge, by the lock file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../setup/root.mjs';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Sorted by name and version, each once: `path` is where it is installed. */
export function productionPackages() {
  const { packages } = readJson(join(root, 'package-lock.json'));
  const found = new Map();
  for (const [path, entry] of Object.entries(packages)) {
    if (path === '' || entry.dev || entry.devOptional || entry.link) continue;
    const isOurs = !path.startsWith('node_modules/');
    const name = entry.name ?? path.split('node_modules/').at(-1);
    const own = isOurs ? readJson(join(root, path, 'package.json')) : {};
    const { version, license = '', os, cpu } = entry;
    found.set(`${name}@${version}`, {
      path,
      name,
      version,
      license,
      isOurs,
      description: own.description,
      // Built for one kind of machine: whether it is there depends on this one.
      isBinary: os !== undefined || cpu !== undefined,
      hasInstallScript: entry.hasInstallScript ?? false,
    });
  }
  return [...found.values()].toSorted((a, b) =>
    `${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1,
  );
}
