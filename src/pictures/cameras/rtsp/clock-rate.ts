/**
 * How fast a camera's clock runs, by ours. Many count each picture as a fixed step, and send fewer than that in the
 * dark: by their timestamps alone they would be shown in slow motion, further behind from second to second.
 */

/** Over a window a clock is looked at for so long, in microseconds; what is off by no more than the tolerance is right. */
interface Scale {
  readonly windowUs: number;
  readonly tolerance: number;
}

/** What is far off is found soon; what is off by a little is not told from the network's whims before long. */
const scales: readonly Scale[] = [
  { windowUs: 2_000_000, tolerance: 0.1 },
  { windowUs: 20_000_000, tolerance: 0.004 },
];

/** Of one stream of one camera, over its connections. */
export class ClockRate {
  readonly #watches = scales.map((scale) => new Watch(scale));

  /** What the camera's steps are to be multiplied by; 1 if they are right, or nothing is known. */
  get factor(): number {
    return this.#watches.find(({ factor }) => factor !== 1)?.factor ?? 1;
  }

  /** A unit came `waitedUs` after the one before and is later by `stepUs`, as the camera has it. */
  take(stepUs: number, waitedUs: number): void {
    for (const watch of this.#watches) watch.take(stepUs, waitedUs);
  }

  /** What comes next does not follow what came before. */
  restart(): void {
    for (const watch of this.#watches) watch.restart();
  }
}

/**
 * Believes two windows that agree. One alone may be a stall, or a burst of what the camera had kept: then its clock
 * is taken for right.
 */
class Watch {
  readonly #scale: Scale;
  #stepsUs = 0;
  #waitedUs = 0;
  #before = 1;
  factor = 1;

  constructor(scale: Scale) {
    this.#scale = scale;
  }

  take(stepUs: number, waitedUs: number): void {
    this.#stepsUs += stepUs;
    this.#waitedUs += waitedUs;
    if (this.#waitedUs < this.#scale.windowUs) return;
    const speed = this.#stepsUs / this.#waitedUs;
    const both = (speed + this.#before) / 2;
    const { tolerance } = this.#scale;
    const agree = Math.abs(speed - this.#before) <= tolerance * both;
    this.factor = agree && Math.abs(both - 1) > tolerance ? 1 / both : 1;
    this.#before = speed;
    this.restart();
  }

  restart(): void {
    this.#stepsUs = 0;
    this.#waitedUs = 0;
  }
}
