import { setTimeout as pause } from 'node:timers/promises';
import * as waits from '../../../../workshop/until.ts';

/** Waits until `holds`, for 10 s at most. @throws Error naming `what` when it never does. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  await waits.until(holds, 10_000, { what });
}

/** Waits until what `read` gives has not changed for twenty looks on end: what was on its way has come. */
export async function settled(read: () => number): Promise<void> {
  let [before, looks] = [read(), 0];
  while (looks < 20) {
    await pause(10);
    const now = read();
    looks = now === before ? looks + 1 : 0;
    before = now;
  }
}

export { pause };
