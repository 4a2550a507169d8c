/** Starts Casement. Signals are heard first: all the rest takes hundreds of milliseconds to load. */
import { listenForSignals } from './bridge/process/signals.ts';

const usage = `Usage: node dist/main.js

Runs the bridge that was built last: the demo where neither the environment nor .env says otherwise.
Settings: .env.example. Commands: node dist/cli/main.js --help.`;

if (process.argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) {
  console.log(usage);
} else {
  const signals = listenForSignals();
  const { run } = await import('./bridge/process/run.ts');
  await run(signals);
}
