/** Says how far a move has come, and after how long. */
import type { Context } from '../context.ts';
import type { MoveParts, MoveStep } from './found.ts';

/** How often it is said within a table. */
const everyMs = 2_000;

const steps: Readonly<Record<Exclude<MoveStep['at'], 'copying' | 'copied' | 'checked'>, string>> = {
  begun: 'nothing starts on this folder until it is done',
  left: 'nothing starts on the old database any more',
  committed: 'everything is in the new database',
  done: 'the old database says so',
  over: 'done',
};

function inWords(step: MoveStep): string {
  if (step.at === 'copying') return `${step.table}: ${step.rows} rows so far`;
  if (step.at === 'copied') return `${step.table}: ${step.rows} rows copied`;
  if (step.at === 'checked') return `${step.table}: ${step.rows} rows found again`;
  return steps[step.at];
}

/** Returns what prints each step on standard error, as in `12 s  accounts: 1000 rows copied`. */
export function reportTo({ stderr }: Pick<Context, 'stderr'>): MoveParts['report'] {
  const began = performance.now();
  let saidAt = began;
  return (step) => {
    const now = performance.now();
    const isOften = step.at === 'copying' || step.at === 'checked';
    if (isOften && now - saidAt < everyMs) return;
    if (step.at === 'copied' && step.rows === 0) return;
    saidAt = now;
    stderr.write(`${Math.floor((now - began) / 1000)} s  ${inWords(step)}\n`);
  };
}
