/**
 * `node src/workshop/setup/bare.mjs <folder>`: compiles, into an empty folder, the bridge as it would be if no
 * stamp were ever compared. Only for the bench, to see what that costs; nobody may be served by it.
 */
import { spawnSync } from 'node:child_process';
import { alter, copySourceTo } from './copy.mjs';
import { layersOff } from './layers-off.mjs';
import { fileNamed } from './row-tables.mjs';

const copy = process.argv[2];
copySourceTo(copy);
alter(
  copy,
  layersOff.stamps.map((change) => ({ ...change, file: fileNamed(change.file) })),
);
const tsc = [
  'node_modules/typescript/bin/tsc',
  '-p',
  'tsconfig.build.json',
  '--noCheck',
  '--outDir',
  'dist',
];
const { status } = spawnSync(process.execPath, tsc, { cwd: copy, stdio: 'inherit' });
process.exitCode = status ?? 1;
