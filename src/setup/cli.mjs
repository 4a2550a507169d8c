/**
 * `casement …` from a clone: the command line, built first where that is due. From whatever folder it is given: then
 * settings and data are those of the clone, and file names those of the folder one stands in.
 */
import { realpathSync } from 'node:fs';
import { become, commandBuild } from './launch.mjs';
import { root } from './root.mjs';

if (realpathSync('.') !== realpathSync(root)) process.env.CASEMENT_HOME ??= root;
const args = process.argv.slice(2);
await become(commandBuild(args), 'cli/main.js', args);
