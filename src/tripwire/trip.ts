/** The wire itself: set, or tripped. Tripping first suspends all delivery and then reports it. */

/** What was seen. It names nobody and nothing: it is written down, logged and sent out. */
export type TripReason =
  | 'another camera’s picture' // the display of one canary received the other's
  | 'a picture without a mark' // it received a picture of unknown origin
  | 'another account' // SYNC answered for somebody else
  | 'another device' // SYNC or EXECUTE named a device of somebody else
  | 'another stream' // EXECUTE or a playlist led to somebody else's
  | 'a foreign device was opened' // EXECUTE gave one canary a stream of the other
  | 'a foreign bearer was taken' // signalling took one canary's bearer for the other's stream
  | 'a canary under another stamp' // a canary's picture came in as another camera's
  | 'a canary’s foreign stamp'; // the last check before delivery stopped one of, or for, a canary

export interface WireParts {
  /** Suspends all delivery, at once; resolves when that is written down. */
  readonly emergencyStop: (reason: string) => Promise<void>;
  /** Whether all delivery is suspended. */
  readonly suspended: () => Promise<boolean>;
  /** Called once for every trip. Must not throw. */
  readonly onTrip: (reason: TripReason) => void;
  /** Called when delivery was resumed. */
  readonly onReset: () => void;
}

export interface Wire {
  /** Whether it is tripped, and delivery not resumed since. */
  readonly tripped: boolean;
  trip(reason: TripReason): void;
  /** Forgets. Idempotent. */
  close(): void;
}

/** How often a tripped wire asks whether an operator has resumed delivery. */
const resumedIntervalMs = 1_000;

/** Makes a wire that is set. */
export function createWire({ emergencyStop, suspended, onTrip, onReset }: WireParts): Wire {
  let closed = false;
  let tripped = false;
  let asking: NodeJS.Timeout | undefined;

  function askAgain(): void {
    if (closed) return;
    asking = setTimeout(() => {
      // A store that cannot be asked has not been told to resume.
      void suspended().then((still) => (still ? askAgain() : reset()), askAgain);
    }, resumedIntervalMs);
  }

  function reset(): void {
    if (closed) return;
    tripped = false;
    onReset();
  }

  return {
    get tripped() {
      return tripped;
    },
    trip(reason) {
      if (tripped || closed) return;
      tripped = true;
      // Not asked earlier: until it is written down the store would say that nothing is suspended. It rejects
      // only when the bridge closes.
      emergencyStop(`tripwire: ${reason}`).then(askAgain, () => undefined);
      onTrip(reason);
    },
    close() {
      closed = true;
      clearTimeout(asking);
    },
  };
}
