/**
 * `npm pack` runs this before (`prepack`) and after (`postpack`). npm packs no links: meanwhile `dist`
 * is a folder of real files, and npm-shrinkwrap.json the lock file that a package may carry. What runs
 * from a build is not touched; should `npm pack` be broken off, the next build puts the link back.
 */
import { cpSync, copyFileSync, mkdirSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './builds.mjs';
import { mustBuild } from './launch.mjs';
import { root } from './root.mjs';

const dist = join(root, 'dist');
const shrinkwrap = join(root, 'npm-shrinkwrap.json');

if (process.argv[2] === 'after') {
  rmSync(shrinkwrap, { force: true });
  rmSync(dist, { recursive: true });
  build();
} else {
  const made = mustBuild();
  const files = join(root, 'builds', `.packing-${process.pid}`);
  mkdirSync(files, { recursive: true });
  cpSync(made, files, { recursive: true });
  unlinkSync(dist);
  renameSync(files, dist);
  copyFileSync(join(root, 'package-lock.json'), shrinkwrap);
}
