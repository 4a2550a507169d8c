import { setTimeout as pause } from 'node:timers/promises';

/** Waits until what `read` returns has not changed for twenty looks on end: what was on its way has come. */
export async function settled(read: () => number): Promise<void> {
  let [before, looks] = [read(), 0];
  while (looks < 20) {
    await pause(10);
    const now = read();
    looks = now === before ? looks + 1 : 0;
    before = now;
  }
}
