/** Picks, of several things that were thrown, the one that counts. */
import { Foreign, NoMedia } from './verdict.ts';

/** Picks the worst: what is foreign before what failed, and that before what merely was not seen beside the rest. */
export function worst(thrown: readonly unknown[]): unknown {
  return (
    thrown.find((error) => error instanceof Foreign) ??
    thrown.find((error) => !(error instanceof NoMedia)) ??
    thrown[0]
  );
}

/**
 * Asks one question after the other, whatever becomes of those before: one that cannot be answered
 * must not hide what the next would show.
 * @throws the worst of what they threw.
 */
export async function askAll(questions: readonly (() => Promise<void>)[]): Promise<void> {
  const thrown: unknown[] = [];
  for (const question of questions) await question().catch((error: unknown) => thrown.push(error));
  if (thrown.length > 0) throw worst(thrown);
}
