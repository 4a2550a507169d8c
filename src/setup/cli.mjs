/**
 * `casement …` from a clone: the command line, built first if that is due. It may be given from any folder:
 * settings and data are those of the clone, and file names relative to the current folder.
 */
import { realpathSync } from 'node:fs';
import { become, commandBuild } from './launch.mjs';
import { root } from './root.mjs';

if (realpathSync('.') !== realpathSync(root)) process.env.CASEMENT_HOME ??= root;
const args = process.argv.slice(2);
await become(commandBuild(args), 'cli/main.js', args);
