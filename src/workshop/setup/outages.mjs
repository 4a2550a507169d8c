/** `npm run outages`: a server that fails under running streams. Arguments go to the harness. */
import { register } from 'node:module';
import { ensureInstalled } from '../../setup/install.mjs';
import { wantsHelp } from '../../setup/launch.mjs';

if (!wantsHelp(process.argv)) ensureInstalled();
register(new URL('../testing/ts-hooks.mjs', import.meta.url));
await import('../proof/outages/main.ts');
