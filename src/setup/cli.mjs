/** `npm run casement -- …`: the command line from a clone, installed and built first. */
import { build, ensureInstalled } from './install.mjs';

ensureInstalled();
build();
await import('../../dist/cli/main.js');
