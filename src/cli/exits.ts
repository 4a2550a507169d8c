/** Exit codes of a command that did its part, while the whole was not reached. */

/** 3: written down, but a bridge runs and was not heard: delivery may go on. */
export class Unheard extends Error {
  readonly exitCode = 3;
  /** For JSON: what became of each bridge, where several may run. */
  readonly bridges: object | undefined;

  constructor(message: string, bridges?: object) {
    super(message);
    this.bridges = bridges;
  }
}

/** 4: all delivery is stopped, but the database does not have it yet. */
export class Unwritten extends Error {
  readonly exitCode = 4;
}
