/** Who a line of the log is about, so that a flood of one's lines hides nobody else's. */

/** On whose account or network's behalf a line is written. It is not written itself: it may be a person's. */
const behalf: unique symbol = Symbol('behalf');

export interface Behalf {
  readonly account: string | undefined;
  readonly network: string;
}

/** What a line may say of that. */
interface About {
  readonly account?: unknown;
  readonly device?: unknown;
  readonly session?: unknown;
  readonly grant?: unknown;
  readonly [behalf]?: Behalf;
}

/** `fields`, written on behalf of `who`; what prints or copies them does not see that. */
export function onBehalfOf<F extends object>(who: Behalf, fields: F): F {
  return Object.defineProperty(fields, behalf, { value: who });
}

/** Its own lane where it is known; else that of its network, which strangers can have many of. */
export interface LogLane {
  readonly key: string;
  readonly isKnown: boolean;
}

/** What a device is called may be anybody's invention: the account that asks comes first. */
export function laneOf(fields: unknown): LogLane {
  const { account, device, session, grant, [behalf]: who } = (fields ?? {}) as About;
  const known = [who?.account, account, device, session, grant].find(
    (one) => typeof one === 'string',
  );
  if (typeof known === 'string') return { key: `known ${known}`, isKnown: true };
  // What is about nobody has the lane of its message.
  return { key: `from ${who?.network ?? ''}`, isKnown: who === undefined };
}
