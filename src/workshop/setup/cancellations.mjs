/** `npm run cancellations`: every operation broken off at every await. */
import { register } from 'node:module';
import { readCommandLine } from './command-line.mjs';
import { ensureInstalled } from '../../setup/install.mjs';

readCommandLine(
  `Usage: npm run cancellations [-- options]

Breaks off every operation at every one of its awaits, beside a neighbour who asks for the same, and looks
whether each is answered for itself (docs/races.md). Ends with 1 when one is not. It takes a minute at most.

  --on <engine>   sqlite, or postgres, of which a server is started for it (sqlite)`,
  { options: { on: { type: 'string' } } },
);
ensureInstalled();
register(new URL('../testing/ts-hooks.mjs', import.meta.url));
await import('../proof/cancellations/main.ts');
