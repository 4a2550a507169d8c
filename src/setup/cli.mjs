/** `npm run casement -- …`: the command line from a clone, built first where that is due. */
import { become, commandBuild } from './launch.mjs';

const args = process.argv.slice(2);
await become(commandBuild(args), 'cli/main.js', args);
