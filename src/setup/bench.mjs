/** `npm run bench`: installs what is missing, builds and measures. Arguments go to the bench. */
import { ensureDebianTools } from './debian.mjs';
import { build, ensureInstalled } from './install.mjs';

ensureInstalled();
ensureDebianTools();
build();
await import('../../dist/bench/main.js');
