/** The programs that only tests start, and often, joined once for all of a run, and not compiled at each start. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ownPlaces } from '../../setup/own-places.mjs';
import { root } from '../../setup/root.mjs';

const programs = [
  'workshop/testing/bridge-at',
  'workshop/testing/endless-writer',
  'workshop/proof/fuzz/bridge-child',
];

/** Joins them into `folder`, each at its path below src/, and links the packages that they need there. */
export async function joinTestPrograms(folder) {
  // Not before `npm test` has installed it.
  const { build } = await import('esbuild');
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const path of programs) {
    const outfile = join(folder, `${path}.js`);
    await build({
      entryPoints: [join(root, 'src', `${path}.ts`)],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      sourcemap: true,
      logLevel: 'warning',
      plugins: [ownPlaces(dirname(outfile))],
    });
  }
}
