/**
 * The map as it was: which household might see which camera, from when to when. Prove keeps it by
 * itself, from what it did as the operator; the bridge is not asked.
 */

/** One household's right to one camera. All times are milliseconds since 1970. */
export interface Right {
  readonly household: string;
  readonly camera: string;
  /** The id under which the household knows the camera; absent until the bridge gave one. */
  device?: string;
  /** When the ownership under which it was given began: nothing filmed before is to be seen. */
  readonly since: number;
  /** When the operator was told that it is over; absent while it stands. */
  until?: number;
}

export class Ledger {
  readonly #byHousehold = new Map<string, Right[]>();
  readonly #byDevice = new Map<string, Right>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * A right begins: of a new owner, or to what is shared by `owner`. Said before the operator asks for
   * it, since what is not certain is not foreign.
   */
  give(household: string, camera: string, owner?: Right): Right {
    const right: Right = { household, camera, since: owner?.since ?? this.#now() };
    const theirs = this.#byHousehold.get(household) ?? [];
    this.#byHousehold.set(household, [...theirs, right]);
    return right;
  }

  /** The id under which the household knows the camera. */
  name(right: Right, device: string): void {
    right.device = device;
    this.#byDevice.set(device, right);
  }

  /** A right is over. Said after the operator was told so. */
  take(right: Right): void {
    right.until ??= this.#now();
  }

  /** It never came to be: the operator was refused. */
  forget(right: Right): void {
    const theirs = this.#byHousehold.get(right.household) ?? [];
    this.#byHousehold.set(
      right.household,
      theirs.filter((one) => one !== right),
    );
  }

  /** Whose a device id is or was; absent for one that nobody ever had. */
  ofDevice(device: string): Right | undefined {
    return this.#byDevice.get(device);
  }

  /** All rights a household ever had, oldest first. */
  of(household: string): readonly Right[] {
    return this.#byHousehold.get(household) ?? [];
  }

  /** What a household may see now. */
  standing(household: string): readonly Right[] {
    return this.of(household).filter(({ until }) => until === undefined);
  }

  /** Who may see a camera now. */
  viewersOf(camera: string): readonly Right[] {
    return [...this.#byHousehold.values()]
      .flat()
      .filter((right) => right.camera === camera && right.until === undefined);
  }
}
