/**
 * `node src/setup/bundle.mjs <folder>`: joins what each program of a fresh build consists of into a few files,
 * in `<folder>/bundle`, and makes the program run those. Finding and reading hundreds of modules one by one
 * took a quarter of a start. Packages stay where they are installed, and the modules where they were compiled
 * to: other programs than these import them one by one.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { ownPlaces } from './own-places.mjs';

const programs = [
  { name: 'main', path: 'main.js' },
  { name: 'cli', path: 'cli/main.js' },
  // The bridge that `casement prove` tries is to be the one that runs.
  { name: 'proved-bridge', path: 'workshop/proof/prove/bridge-child.js' },
];

const root = resolve(process.argv[2]);
const folder = join(root, 'bundle');
const there = programs.filter(({ path }) => existsSync(join(root, path)));

await build({
  // So that the same source makes the same bytes, wherever it is built.
  absWorkingDir: root,
  entryPoints: Object.fromEntries(there.map(({ name, path }) => [name, join(root, path)])),
  outdir: folder,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  chunkNames: '[name]-[hash]',
  logLevel: 'warning',
  plugins: [ownPlaces(folder)],
});
for (const { name, path } of there) {
  const from = relative(dirname(join(root, path)), join(folder, `${name}.js`));
  const target = from.startsWith('.') ? from : `./${from}`;
  await writeFile(join(root, path), `#!/usr/bin/env node\nimport '${target}';\n`);
}
