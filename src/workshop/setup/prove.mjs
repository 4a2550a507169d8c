/** `npm run prove`: installs what is missing, builds and proves. Arguments go to `casement prove`. */
import { currentBuild } from '../../setup/builds.mjs';
import { ensureDebianTools } from './debian.mjs';
import { become, mustBuild, wantsHelp } from '../../setup/launch.mjs';

const args = process.argv.slice(2);
const help = wantsHelp(args);
const build = help ? currentBuild() : mustBuild();
if (!help) ensureDebianTools();
process.argv.splice(2, 0, 'prove');
await become(build, 'cli/main.js', args);
