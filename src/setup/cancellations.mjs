/** `npm run cancellations`: every operation broken off at every await. */
import { register } from 'node:module';
import { ensureInstalled } from './install.mjs';

ensureInstalled();
register(new URL('../testing/ts-hooks.mjs', import.meta.url));
await import('../testing/cancellations/main.ts');
