/** `npm run fuzz`: damaged messages for a real bridge. Arguments go to the harness. */
import { register } from 'node:module';
import { ensureInstalled } from '../../setup/install.mjs';
import { wantsHelp } from '../../setup/launch.mjs';

if (!wantsHelp(process.argv)) ensureInstalled();
register(new URL('../testing/ts-hooks.mjs', import.meta.url));
await import('../proof/fuzz/main.ts');
