import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until the answer is yes. @throws Error when it is still no after `ms`. */
export async function waitUntil(
  what: string,
  ms: number,
  holds: () => Promise<boolean>,
): Promise<void> {
  const giveUp = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() >= giveUp) throw new Error(`${what}: waited ${ms} ms in vain`);
    await pause(50);
  }
}
