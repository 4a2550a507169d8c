/** What has to be closed at the end, the last opened first. */
export interface Closers {
  push(closer: () => unknown): void;
  /**
   * Closes all; a later caller waits for the same. One that fails keeps no other open.
   * @throws the first error, once all others are closed.
   */
  close(): Promise<void>;
}

/** Makes an empty list. */
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
