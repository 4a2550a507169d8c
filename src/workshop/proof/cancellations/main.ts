/** `npm run cancellations`: every operation broken off at every await, and how many there are. */
import { operatorCommands } from './commands.ts';
import { parseArgs } from 'node:util';
import { engineNamed, engineWords } from '../engine.ts';
import { openGround } from './ground.ts';
import { intents } from './intents.ts';
import { linking } from './linking.ts';
import { search } from './search.ts';
import { watching } from './watching.ts';

const began = performance.now();
const { values } = parseArgs({ options: { on: { type: 'string', default: 'sqlite' } } });
const engine = engineNamed(values.on);
const ground = await openGround(engine);
// Also if it is broken off: what it stands on is a folder of its own.
process.once('exit', () => void ground.callers.close());
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
let total = 0;
try {
  for (const operation of [...intents, ...watching, ...linking, ...operatorCommands]) {
    const tried = await search(operation, ground);
    total += tried;
    console.log(`${String(tried).padStart(6)}  ${operation.name}`);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `${String(total).padStart(6)}  points in ${seconds} s ${engineWords[engine]}: each was answered for itself.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await ground.close();
}
