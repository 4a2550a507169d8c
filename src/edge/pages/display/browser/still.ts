/** Asks the bridge about a picture that stands still: whether the stream is over, and what is known of the camera. */
import { query, Refused } from './api.ts';

export interface StillRequest {
  readonly deviceId: string;
  /** The player's `stands`. */
  readonly stands: () => Promise<boolean>;
  /** Called if the stream is over, or the bridge is gone; with an errorCode. */
  readonly onEnd: (code: string, why?: string) => void;
  /** Called with what the bridge says of the camera while the stream still stands. */
  readonly onWhy: (why: string) => void;
}

export interface Still {
  /** Asks, unless it did within the last seconds. */
  ask(): void;
  /** The picture moves again: the next time it asks at once. */
  forget(): void;
  /** Returns what the bridge said last. */
  why(): string | undefined;
}

const againMs = 5_000;
/** One question may be lost with a second of Wi-Fi. */
const soonMs = 1_000;
const maxLost = 2;

/** Returns what asks, at most once in five seconds, and sooner after a question that was lost. */
export function askWhileStill({ deviceId, stands, onEnd, onWhy }: StillRequest): Still {
  let notBefore = 0;
  let lost = 0;
  let why: string | undefined;

  async function question(): Promise<void> {
    const [is, answer] = await Promise.allSettled([stands(), query([deviceId])]);
    if (answer.status === 'fulfilled') {
      why = answer.value.why?.[deviceId];
      lost = 0;
    } else {
      const { reason } = answer as { reason: unknown };
      const code = reason instanceof Refused ? reason.code : undefined;
      if (code === 'relinkRequired') return onEnd(code);
      if (code === 'unreachable') {
        lost += 1;
        if (lost >= maxLost) return onEnd('unreachable');
        notBefore = performance.now() + soonMs;
      }
    }
    if (is.status === 'fulfilled' && !is.value) return onEnd('streamUnavailable', why);
    if (why !== undefined) onWhy(why);
  }

  return {
    ask() {
      const now = performance.now();
      if (now < notBefore) return;
      notBefore = now + againMs;
      void question();
    },
    forget() {
      notBefore = 0;
      lost = 0;
      why = undefined;
    },
    why: () => why,
  };
}
