/**
 * The map as it was: which account might see which camera, from when to when. Prove keeps it by
 * itself, from what it did as the operator; the bridge is not asked.
 */

/** One account's right to one camera. All times are milliseconds since 1970. */
export interface Right {
  readonly account: string;
  readonly camera: string;
  /** The id under which the account knows the camera; absent until the bridge gave one. */
  device?: string;
  /** When the ownership under which it was given began: nothing filmed before is to be seen. */
  readonly since: number;
  /** When the right itself began: a share begins later than the ownership under which it was given. */
  readonly began: number;
  /** When the operator got the answer that it is over; absent while it stands. */
  until?: number;
}

/** Whose pictures the operator suspended, and since when. */
interface Suspension {
  readonly covers: Covers;
  readonly since: number;
}

/** Delivery was resumed: for those who are covered a right began anew. */
interface Resumption {
  readonly covers: Covers;
  readonly at: number;
}

/** A camera's address leads to another camera, because the operator said so. */
interface Slip {
  readonly camera: string;
  readonly shown: string;
  /** When the operator got the answer that it is corrected; absent until then. */
  until?: number;
}

/** Whether an account's sight of a camera is covered. */
export type Covers = (account: string, camera: string) => boolean;

export class Ledger {
  readonly #byAccount = new Map<string, Right[]>();
  readonly #byDevice = new Map<string, Right>();
  readonly #suspensions = new Set<Suspension>();
  readonly #resumptions: Resumption[] = [];
  readonly #slips: Slip[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * A right begins: of a new owner, or to what is shared by `owner`. Call it before the operator asks for it,
   * since what is not certain is not foreign.
   */
  give(account: string, camera: string, owner?: Right): Right {
    const began = this.#now();
    const right: Right = { account, camera, since: owner?.since ?? began, began };
    const theirs = this.#byAccount.get(account) ?? [];
    this.#byAccount.set(account, [...theirs, right]);
    return right;
  }

  /** Sets the id under which the account knows the camera. */
  name(right: Right, device: string): void {
    right.device = device;
    this.#byDevice.set(device, right);
  }

  /** A right is over. Call it after the operator got the answer. */
  take(right: Right): void {
    right.until ??= this.#now();
  }

  /** It never came to be: the operator was refused. */
  forget(right: Right): void {
    const theirs = this.#byAccount.get(right.account) ?? [];
    this.#byAccount.set(
      right.account,
      theirs.filter((one) => one !== right),
    );
  }

  /**
   * Delivery is suspended. Call it after the operator got the answer; call the returned function before the
   * operator asks to resume.
   */
  suspend(covers: Covers): () => void {
    const suspension = { covers, since: this.#now() };
    this.#suspensions.add(suspension);
    return () => {
      this.#suspensions.delete(suspension);
      this.#resumptions.push({ covers, at: this.#now() });
    };
  }

  /** Returns since when a right stands without a break: its beginning, or the last resumption of delivery. */
  beganAnew({ account, camera, began }: Right): number {
    return this.#resumptions.reduce(
      (last, { covers, at }) => (at > last && covers(account, camera) ? at : last),
      began,
    );
  }

  /**
   * The operator gives a camera the address of another one: until that is corrected, whoever asks for
   * `camera` should be shown `shown`. Call it before the operator asks for it; call the returned function,
   * which ends it, once the operator got the answer that it is corrected.
   */
  slip(camera: string, shown: string): () => void {
    const slip: Slip = { camera, shown };
    this.#slips.push(slip);
    return () => void (slip.until ??= this.#now());
  }

  /** Whether `camera` was meant to show `shown` at `at` or later. */
  slipped(camera: string, shown: string, at: number): boolean {
    return this.#slips.some(
      (slip) => slip.camera === camera && slip.shown === shown && (slip.until ?? at) >= at,
    );
  }

  /** Returns since when it has been suspended without a break; undefined if it is not. */
  suspendedSince(account: string, camera: string): number | undefined {
    let first: number | undefined;
    for (const { covers, since } of this.#suspensions) {
      if (since < (first ?? Infinity) && covers(account, camera)) first = since;
    }
    return first;
  }

  /** Returns whose a device id is or was; undefined for one that nobody ever had. */
  ofDevice(device: string): Right | undefined {
    return this.#byDevice.get(device);
  }

  /** Returns all rights an account ever had, oldest first. */
  of(account: string): readonly Right[] {
    return this.#byAccount.get(account) ?? [];
  }

  /** Returns what an account may see now. */
  standing(account: string): readonly Right[] {
    return this.of(account).filter(({ until }) => until === undefined);
  }

  /** Returns who may see a camera now. */
  viewersOf(camera: string): readonly Right[] {
    return [...this.#byAccount.values()]
      .flat()
      .filter((right) => right.camera === camera && right.until === undefined);
  }
}
