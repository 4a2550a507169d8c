/** `npm run prove`: installs what is missing, builds and proves. Arguments go to `casement prove`. */
import { ensureDebianTools } from './debian.mjs';
import { build, ensureInstalled } from './install.mjs';

ensureInstalled();
ensureDebianTools();
build();
process.argv.splice(2, 0, 'prove');
await import('../../dist/cli/main.js');
