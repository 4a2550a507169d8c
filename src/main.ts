/** Starts Casement. Signals are heard first: all the rest takes half a second to load. */
import { hearSignals } from './signals.ts';

const signals = hearSignals();
const { run } = await import('./run.ts');
await run(signals);
