/** `npm start`: installs what is missing, builds, and becomes the bridge (one process, one signal). */
import { build, ensureInstalled } from './install.mjs';

ensureInstalled();
build();
await import('../../dist/main.js');
