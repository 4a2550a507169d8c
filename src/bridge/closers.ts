/** What is to be closed at the end, the last opened first. */
export interface Closers {
  push(closer: () => unknown): void;
  /**
   * Closes all; whoever asks again waits for the same. One that fails keeps no other open.
   * @throws what the first that failed threw, once all others are closed.
   */
  close(): Promise<void>;
}

/** Nothing yet. */
export function createClosers(): Closers {
  const closers: (() => unknown)[] = [];
  let closing: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const closer of closers.splice(0).toReversed()) {
      try {
        await closer();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  return {
    push: (closer) => void closers.push(closer),
    close: () => (closing ??= closeAll()),
  };
}
