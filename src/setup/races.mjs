/** `npm run races`: interleavings of the wall's own code. Arguments go to the harness. */
import { register } from 'node:module';
import { ensureInstalled } from './install.mjs';
import { wantsHelp } from './launch.mjs';

if (!wantsHelp(process.argv)) ensureInstalled();
register(new URL('../testing/ts-hooks.mjs', import.meta.url));
await import('../testing/races/main.ts');
