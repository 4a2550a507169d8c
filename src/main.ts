/** Starts Casement. Signals are heard first: all the rest takes hundreds of milliseconds to load. */
import { listenForSignals } from './bridge/process/signals.ts';

const usage = `Usage: node dist/main.js

Runs the bridge that was built last: the demo where neither the environment nor .env says otherwise.
Settings: .env.example. Commands: node dist/cli/main.js --help.`;

const args = process.argv.slice(2);
if (args.some((arg) => arg === '--help' || arg === '-h')) {
  console.log(usage);
} else if (args.length > 0) {
  console.error(
    `casement: unexpected argument '${args[0]}': settings stand in .env (see .env.example)`,
  );
  process.exitCode = 2;
} else {
  const signals = listenForSignals();
  const { run } = await import('./bridge/process/run.ts');
  await run(signals);
}
