/** `npm run build`: builds the sources as they are now; `dist` names the result. */
import { relative } from 'node:path';
import { mustBuild, refuseArguments, wantsHelp } from './launch.mjs';
import { root } from './root.mjs';

const args = process.argv.slice(2);
if (wantsHelp(args)) {
  console.log('npm run build   installs what is missing and builds; dist names the result');
} else {
  refuseArguments(args, 'what is built is the whole source, into builds/');
  console.log(`built in ${relative(root, mustBuild())}`);
}
