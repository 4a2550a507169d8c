/** `npm run cancellations`: every operation broken off at every await. */
import { register } from 'node:module';
import { ensureInstalled } from '../../setup/install.mjs';

if (process.argv.includes('--help')) {
  console.log(
    'npm run cancellations   break off every operation at every await (see docs/races.md)',
  );
  process.exit(0);
}
ensureInstalled();
register(new URL('../testing/ts-hooks.mjs', import.meta.url));
await import('../proof/cancellations/main.ts');
