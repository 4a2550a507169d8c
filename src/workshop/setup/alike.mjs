/** `npm run alike`: this source and an earlier commit, side by side: the same answers, and the same data folder. */
import { register } from 'node:module';
import { join } from 'node:path';
import { mustBuild } from '../../setup/launch.mjs';
import { readCommandLine } from './command-line.mjs';
import { ensureDebianTools } from './debian.mjs';
import { checkOut, compile, passingFolder } from './history.mjs';

const usual = 'b1dffa6';
const usage = `Usage: npm run alike [-- <commit>]

Starts the demo of an earlier commit (${usual}: the last before the rooms were moved) and that of this source,
sends the fixtures to both and compares the answers; then starts this source on the data folder that the
other wrote, and plays every camera of it. Ends with 1 where anything differs. It takes a minute at most.`;
const { positionals } = readCommandLine(usage, { most: 1 });
const [commit = usual] = positionals;
const ours = mustBuild();
ensureDebianTools();
const folder = passingFolder('casement-alike-');
checkOut(commit, folder);
console.log(`Compiling ${commit} …`);
compile(folder);
register(new URL('../testing/ts-hooks.mjs', import.meta.url));
const { beAlike } = await import('../proof/alike/main.ts');
process.exitCode = (await beAlike({ theirs: join(folder, 'dist'), ours }, commit)) ? 0 : 1;
