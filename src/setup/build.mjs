/** `npm run build`: builds the sources as they are now; `dist` names the result. */
import { relative } from 'node:path';
import { mustBuild, wantsHelp } from './launch.mjs';
import { root } from './root.mjs';

if (wantsHelp(process.argv)) {
  console.log('npm run build   installs what is missing and builds; dist names the result');
} else {
  console.log(`built in ${relative(root, mustBuild())}`);
}
