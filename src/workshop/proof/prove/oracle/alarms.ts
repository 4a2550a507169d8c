/**
 * Judges whether what the bridge says of cameras was due. Scenarios say beforehand which cameras will give it
 * cause, and when that is over: an alarm or a refusal of any other camera, or at any other time, is false.
 */

/** One time the bridge said that what answers for a camera is not the camera. */
export interface BridgeWord {
  /** The device ids under which it knows the camera; none if the camera is gone by now. */
  readonly devices: readonly string[];
  readonly kind: 'other-camera' | 'tripwire' | 'refusal';
  /** In the bridge's own words. */
  readonly said: string;
  /** By the bridge's own clock, milliseconds since 1970. */
  readonly time: number;
}

/** One that was not due. */
export interface FalseAlarm extends BridgeWord {
  /** By prove's clock, milliseconds since 1970. */
  readonly at: number;
  readonly scenario: string;
  /** The cameras that it is about. */
  readonly cameras: readonly string[];
}

/** One that was due and did not come. */
export interface MissedAlarm {
  readonly at: number;
  readonly scenario: string;
  readonly camera: string;
}

/** What became of all alarms and refusals of a run. */
export interface AlarmFacts {
  /** Said with cause. */
  readonly due: number;
  /** Waited for by a scenario, and those among them that came. */
  readonly expected: number;
  readonly came: number;
  readonly falseAlarms: readonly FalseAlarm[];
  readonly missed: readonly MissedAlarm[];
}

interface Cause {
  readonly camera: string;
  readonly since: number;
  until?: number;
}

/** How long after its cause is over an alarm may still come, in milliseconds: from a connection that began before. */
export const aftermathMs = 10_000;

export interface AlarmsOptions {
  /** The camera behind a device id; undefined for one that nobody ever had. */
  readonly cameraOf: (device: string) => string | undefined;
  readonly now: () => number;
}

export class Alarms {
  readonly #options: AlarmsOptions;
  readonly #causes: Cause[] = [];
  readonly #heard: (BridgeWord & { readonly cameras: readonly string[] })[] = [];
  readonly #false: FalseAlarm[] = [];
  readonly #missed: MissedAlarm[] = [];
  #due = 0;
  #came = 0;

  constructor(options: AlarmsOptions) {
    this.#options = options;
  }

  /**
   * These cameras give cause for an alarm from now on, until the returned function is called. Call it before
   * anything is done to them.
   */
  cause(...cameras: readonly string[]): () => void {
    const since = this.#options.now();
    const given = cameras.map((camera): Cause => ({ camera, since }));
    this.#causes.push(...given);
    return () => {
      for (const one of given) one.until ??= this.#options.now();
    };
  }

  /** The bridge said something of a camera while `scenario` had its turn. */
  hear(scenario: string, word: BridgeWord): void {
    const at = this.#options.now();
    const cameras = [
      ...new Set(word.devices.map((one) => this.#options.cameraOf(one) ?? `nobody’s ${one}`)),
    ];
    this.#heard.push({ ...word, cameras });
    const stands = ({ since, until = Infinity }: Cause): boolean =>
      since <= at && at <= until + aftermathMs;
    const standing = new Set(this.#causes.filter(stands).map(({ camera }) => camera));
    // For a camera that is gone nobody can say which it was: then one of those has to be.
    const due =
      word.kind !== 'tripwire' &&
      (cameras.length === 0 ? standing.size > 0 : cameras.every((one) => standing.has(one)));
    if (due) this.#due += 1;
    else this.#false.push({ ...word, at, scenario, cameras });
  }

  /** Returns when the bridge said, at `since` or later by its clock, that another one answers for this camera. */
  saidOf(camera: string, since: number): number | undefined {
    return this.#heard.find(
      ({ kind, cameras, time }) =>
        kind === 'other-camera' && cameras.includes(camera) && time >= since,
    )?.time;
  }

  /** A scenario waited for an alarm about this camera: it came, or it did not. */
  expected(scenario: string, camera: string, came: boolean): void {
    if (came) this.#came += 1;
    else this.#missed.push({ at: this.#options.now(), scenario, camera });
  }

  get facts(): AlarmFacts {
    const [missed, falseAlarms] = [this.#missed, this.#false];
    const expected = this.#came + missed.length;
    return { due: this.#due, expected, came: this.#came, falseAlarms, missed };
  }
}
