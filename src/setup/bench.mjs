/** `npm run bench`: installs what is missing, builds and measures. Arguments go to the bench. */
import { currentBuild } from './builds.mjs';
import { ensureDebianTools } from './debian.mjs';
import { become, mustBuild, wantsHelp } from './launch.mjs';

const args = process.argv.slice(2);
const help = wantsHelp(args);
const build = help ? currentBuild() : mustBuild();
if (!help) ensureDebianTools();
await become(build, 'bench/main.js', args);
