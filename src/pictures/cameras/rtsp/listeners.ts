/** Those to whom a source's units go. */
import type { AccessUnit } from '../media.ts';

type Listener = (unit: AccessUnit) => void;

export class Listeners {
  readonly #all = new Set<{ readonly call: Listener }>();
  readonly #onFailure: () => void;

  /** `onFailure`: told of each call that threw. */
  constructor(onFailure: () => void) {
    this.#onFailure = onFailure;
  }

  /** The answer ends it. The same function may be given twice; each time has its own end. */
  add(listener: Listener): () => void {
    const entry = { call: listener };
    this.#all.add(entry);
    return () => void this.#all.delete(entry);
  }

  tell(unit: AccessUnit): void {
    for (const { call } of this.#all) {
      try {
        call(unit);
      } catch {
        // One viewer's failure is not the camera's, nor another viewer's.
        this.#onFailure();
      }
    }
  }

  clear(): void {
    this.#all.clear();
  }
}
