/** A wait between two tries, which somebody who comes meanwhile may cut short. */
export class Pause {
  #hurry: ((withinMs: number) => void) | undefined;

  get isOn(): boolean {
    return this.#hurry !== undefined;
  }

  /** Waits so long, or until `signal` aborts. Never rejects; one at a time. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    let end: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    let endsAt = performance.now() + ms;
    let timer = setTimeout(end, ms);
    this.#hurry = (withinMs) => {
      const soon = performance.now() + withinMs;
      if (soon >= endsAt) return;
      endsAt = soon;
      clearTimeout(timer);
      timer = setTimeout(end, withinMs);
    };
    signal.addEventListener('abort', end);
    await over;
    this.#hurry = undefined;
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }

  /** Has the wait that is on end within so many milliseconds. */
  hurry(withinMs: number): void {
    this.#hurry?.(Math.max(0, withinMs));
  }
}
