/** `npm run prove`: installs what is missing, builds and proves. Arguments go to `casement prove`. */
import { currentBuild } from '../../setup/builds.mjs';
import { ensureDebianTools } from './debian.mjs';
import { startPostgresApart } from './postgres-apart.mjs';
import { become, mustBuild, wantsHelp } from '../../setup/launch.mjs';

const args = process.argv.slice(2);
const wantsPostgres = (words) =>
  words.includes('--on=postgres') || words[words.indexOf('--on') + 1] === 'postgres';
const help = wantsHelp(args);
const build = help ? currentBuild() : mustBuild();
if (!help) ensureDebianTools();
// Without one of its own it is given one, as tests are.
if (!help && wantsPostgres(args) && !process.env.DATABASE_URL) {
  const server = await startPostgresApart();
  Object.assign(process.env, await server.database());
}
process.argv.splice(2, 0, 'prove');
await become(build, 'cli/main.js', args);
