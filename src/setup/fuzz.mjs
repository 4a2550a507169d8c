/** `npm run fuzz`: damaged messages for a real bridge. Arguments go to the harness. */
import { register } from 'node:module';
import { ensureInstalled } from './install.mjs';
import { wantsHelp } from './launch.mjs';

if (!wantsHelp(process.argv)) ensureInstalled();
register(new URL('../testing/ts-hooks.mjs', import.meta.url));
await import('../testing/fuzz/main.ts');
