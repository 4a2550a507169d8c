/** Whom a line of the log is about, so that a flood of one's lines hides nobody else's. */

/** The account or network on whose behalf a line is written. It is not written itself: it may be a person's. */
const behalf: unique symbol = Symbol('behalf');

export interface Behalf {
  readonly account: string | undefined;
  readonly network: string;
}

/** What a line may say about that. */
interface About {
  readonly account?: unknown;
  readonly device?: unknown;
  readonly session?: unknown;
  readonly grant?: unknown;
  readonly [behalf]?: Behalf;
}

/** Returns `fields`, marked as written on behalf of `who`; whatever prints or copies them does not see the mark. */
export function onBehalfOf<F extends object>(who: Behalf, fields: F): F {
  return Object.defineProperty(fields, behalf, { value: who });
}

/**
 * The lane of a known account or device is its own; else it is that of the network, of which strangers can
 * have many.
 */
export interface LogLane {
  readonly key: string;
  readonly isKnown: boolean;
}

/** Anybody may invent a device's id: the account that asks comes first. */
export function laneOf(fields: unknown): LogLane {
  const { account, device, session, grant, [behalf]: who } = (fields ?? {}) as About;
  const known = [who?.account, account, device, session, grant].find(
    (one) => typeof one === 'string',
  );
  if (typeof known === 'string') return { key: `known ${known}`, isKnown: true };
  // A line that is about nobody has the lane of its message.
  return { key: `from ${who?.network ?? ''}`, isKnown: who === undefined };
}
