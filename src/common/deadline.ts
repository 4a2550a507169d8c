/**
 * A signal that aborts after a while, or together with another. Not `AbortSignal.any` with
 * `AbortSignal.timeout`: on Node 20 the pair may be collected as garbage before it fires.
 */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Postpones it to no earlier than `ms` from now. */
  extend(ms: number): void;
  /** Releases timer and parent. The signal stays as it is. */
  clear(): void;
}

/** Returns a signal that aborts after `ms`, or when `parent` does. The caller clears it. */
export function deadline(ms: number, parent: AbortSignal): Deadline {
  const own = new AbortController();
  const abort = (): void => own.abort();
  let due = performance.now() + ms;
  let timer = setTimeout(abort, ms);
  parent.addEventListener('abort', abort, { once: true });
  if (parent.aborted) abort();
  return {
    signal: own.signal,
    extend(later) {
      if (own.signal.aborted || performance.now() + later <= due) return;
      due = performance.now() + later;
      clearTimeout(timer);
      timer = setTimeout(abort, later);
    },
    clear() {
      due = Infinity;
      clearTimeout(timer);
      parent.removeEventListener('abort', abort);
    },
  };
}
