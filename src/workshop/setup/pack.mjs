/**
 * `npm pack` runs this before (`prepack`) and after (`postpack`). npm packs no links: meanwhile `dist` is a
 * folder of real files, and npm-shrinkwrap.json the lock file that a package may carry. `dist` is there at
 * every moment, and programs that were started from it meanwhile go on. The next build moves the folder
 * aside, as any other, and puts the link back even if `npm pack` was broken off.
 */
import { randomBytes } from 'node:crypto';
import { cpSync, copyFileSync, lstatSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../../setup/builds.mjs';
import { exchange } from '../../setup/exchange.mjs';
import { mustBuild } from '../../setup/launch.mjs';
import { root } from '../../setup/root.mjs';

const dist = join(root, 'dist');
const shrinkwrap = join(root, 'npm-shrinkwrap.json');

if (process.argv[2] === 'after') {
  rmSync(shrinkwrap, { force: true });
  if (lstatSync(dist).isSymbolicLink()) {
    console.error('casement: something was built meanwhile, and the package lacks it: pack again');
    process.exitCode = 1;
  }
  build();
} else {
  const made = mustBuild();
  const files = join(root, 'builds', `.packing-${randomBytes(4).toString('hex')}`);
  cpSync(made, files, { recursive: true });
  exchange(dist, files);
  unlinkSync(files);
  copyFileSync(join(root, 'package-lock.json'), shrinkwrap);
}
